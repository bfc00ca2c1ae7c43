"""What the documents list is complete: commands, settings, pictures, rooms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.cli.main import COMMANDS
from app.settings import Settings

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
SETTINGS = {f"ZHUTIAO_{name.upper()}" for name in Settings.model_fields}
TABLE_KEY = re.compile(r"^\| `([^`|]+)` \|", re.MULTILINE)


def readme(name: str) -> str:
    """The text of a README."""
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", READMES)
def test_begins_with_the_two_commands(name: str) -> None:
    lines = [line for line in readme(name).splitlines() if line.strip()]
    assert lines[0].startswith("# ")
    assert lines[1].startswith("```")
    assert [" ".join(line.split()[:2]) for line in lines[2:4]] == ["make demo", "make test"]
    assert lines[4] == "```"


@pytest.mark.parametrize("name", READMES)
def test_lists_every_command_and_no_other(name: str) -> None:
    keys = [key for key in TABLE_KEY.findall(readme(name)) if key.startswith("zhutiao ")]
    assert sorted(keys) == sorted(f"zhutiao {command}" for command in COMMANDS)


@pytest.mark.parametrize("name", READMES)
def test_lists_every_setting_and_no_other(name: str) -> None:
    keys = [key for key in TABLE_KEY.findall(readme(name)) if key.startswith("ZHUTIAO_")]
    assert sorted(keys) == sorted(SETTINGS)
    # What stands elsewhere in the text exists too; `ZHUTIAO_IMAP_*` means several.
    for found in re.findall(r"ZHUTIAO_[A-Z_]+\*?", readme(name)):
        start = found.removesuffix("*")
        assert found in SETTINGS or (found != start and any(s.startswith(start) for s in SETTINGS))


@pytest.mark.parametrize("name", READMES)
def test_settings_stand_with_their_defaults(name: str) -> None:
    shown = dict(re.findall(r"^\| `(ZHUTIAO_\w+)` \| (?:`([^`]*)`)? *\|", readme(name), re.M))
    defaults = {
        f"ZHUTIAO_{key.upper()}": str(field.default) for key, field in Settings.model_fields.items()
    }
    assert shown == defaults


@pytest.mark.parametrize("name", READMES)
def test_pictures_and_links_are_there(name: str) -> None:
    text = readme(name)
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)
    assert pictures
    assert all(picture.startswith("docs/img/") for picture in pictures)
    links = [one for one in re.findall(r"\]\(([^)]+)\)", text) if "://" not in one]
    assert [one for one in links if not (ROOT / one).is_file()] == []


def test_both_languages_list_the_same() -> None:
    english, chinese = (TABLE_KEY.findall(readme(name)) for name in READMES)
    assert english == chinese


def test_commands_of_the_readme_can_be_run() -> None:
    for name in READMES:
        for module in re.findall(r"python -m ([\w.]+)", readme(name)):
            assert (ROOT / (module.replace(".", "/") + ".py")).is_file(), module


def test_architecture_names_every_room() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    rooms = {
        path.name
        for path in (ROOT / "app").iterdir()
        if (path.is_dir() and any(path.glob("*.py")))
        or (path.suffix == ".py" and not path.name.startswith("__"))
    }
    assert {room for room in rooms if f"`app/{room}`" not in text} == set()


def test_tests_named_by_the_architecture_exist() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    named = re.findall(r"`(tests/[^`]+)`", text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
