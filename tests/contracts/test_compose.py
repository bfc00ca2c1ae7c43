"""docker-compose.yml and Dockerfile, checked without an engine: all they name exists."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from app.cli.main import COMMANDS
from app.settings import Settings
from scripts.worker_alive import alive

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(set(SERVICES) - {"postgres"})
RUNNING = sorted(set(OURS) - {"migrate"})
SECRETS = ("POSTGRES_PASSWORD", "ZHUTIAO_SECRET_KEY", "PGPASSWORD")
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_file_keeps_the_compose_specification() -> None:
    program = Path(sys.executable).with_name("check-jsonschema")
    command = [program, "--builtin-schema", "vendor.compose-spec", FILE]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_two_web_processes_a_worker_and_the_mail() -> None:
    assert sorted(SERVICES) == ["mail", "migrate", "postgres", "web", "worker"]
    assert SERVICES["web"]["deploy"]["replicas"] == 2
    low, high = re.fullmatch(r"127\.0\.0\.1:(\d+)-(\d+):8000", SERVICES["web"]["ports"][0]).groups()  # type: ignore[union-attr]
    assert int(high) - int(low) + 1 == 2
    assert SERVICES["mail"]["ports"] == ["25:8025"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_all_that_a_service_names_is_declared(name: str) -> None:
    service = SERVICES[name]
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(COMPOSE["volumes"])
    assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_all_that_is_declared_is_used() -> None:
    used = {volume.partition(":")[0] for one in SERVICES.values() for volume in one["volumes"]}
    assert used == set(COMPOSE["volumes"])
    assert {net for one in SERVICES.values() for net in one["networks"]} == set(COMPOSE["networks"])


@pytest.mark.parametrize("name", OURS)
def test_commands_and_settings_exist(name: str) -> None:
    service = SERVICES[name]
    assert service["command"] == [name]
    assert name in COMMANDS
    known = {f"ZHUTIAO_{field.upper()}" for field in Settings.model_fields}
    given = {key for key in service["environment"] if key.startswith("ZHUTIAO_")}
    assert given <= known
    # What is not passed on here is set by the image, or has its place in the containers.
    own = {"ZHUTIAO_WORKER_ID"}
    assert known - given - own == set(re.findall(r"\bZHUTIAO_\w+(?==)", DOCKERFILE))


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_nothing_runs_as_root_or_writes_outside_its_volume(name: str) -> None:
    service = SERVICES[name]
    assert service["user"].partition(":")[0] not in ("", "0", "root")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "privileged" not in service


def test_image_runs_as_the_user_that_owns_its_data() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == ["zhutiao"]
    number = re.search(r"useradd .*--uid (\d+)", DOCKERFILE)
    assert number
    assert {SERVICES[name]["user"] for name in OURS} == {f"{number[1]}:{number[1]}"}


@pytest.mark.parametrize("name", RUNNING)
def test_starts_after_the_migrations(name: str) -> None:
    needs = SERVICES[name]["depends_on"]
    assert needs["migrate"] == {"condition": "service_completed_successfully"}
    assert needs["postgres"] == {"condition": "service_healthy"}
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert SERVICES["migrate"]["restart"] == "no"


def test_every_running_service_has_a_health_check() -> None:
    for name in ("postgres", "worker", "mail"):
        assert SERVICES[name]["healthcheck"]["test"][0] == "CMD", name
    assert "healthcheck" not in SERVICES["web"]
    assert re.search(r"^HEALTHCHECK .*\n.*/healthz", DOCKERFILE, re.MULTILINE)


def test_secrets_have_no_default() -> None:
    for name, service in SERVICES.items():
        for key in set(SECRETS) & set(service["environment"]):
            assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", service["environment"][key]), (name, key)
    assert "PASSWORD=" not in DOCKERFILE
    assert "SECRET" not in DOCKERFILE


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    let_in = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    assert sorted(copied) == sorted(let_in)
    assert all((ROOT / source).exists() for source in copied)
    assert {"app", "templates", "migrations", "draft_text", "alembic.ini"} <= set(copied)


def test_worker_is_healthy_while_it_beats(postgres: Any) -> None:
    url = postgres.fresh("migrated")
    try:
        assert not alive(url, "one")
        now = datetime.now(UTC)
        with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as connection:
            insert = "INSERT INTO executors (id, seen_at) VALUES (%s, %s)"
            connection.execute(insert, ("one:1", now))
            connection.execute(insert, ("two:1", now - timedelta(seconds=40)))
        assert alive(url, "one")
        assert not alive(url, "two")
        assert not alive(url, "on")
    finally:
        postgres.drop(url)
