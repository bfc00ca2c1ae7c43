"""What was typed into a form of the office that could not be taken, since its session was over or
another one began meanwhile: kept through the sign-in, shown, and sent again with one press."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request

from app.web.forms.body import PostedForm

HOME = "/office"
PREFIX = "kept-"
_NEVER = ("csrf", "password")
# The fields into which people write, as their forms call them. All others go along unseen.
LABELS = {
    "reason": "理由",
    "why": "缘由",
    "name": "名称",
    "title": "标题",
    "heading": "标题",
    "concept": "哪件事",
    "words": "词",
    "other": "其他条款",
    "signers": "联名人数",
    "issuer": "发文单位",
    "office": "起草单位",
    "mailbox": "收意见的邮箱",
    "slug": "网址",
    "opens": "开始时间",
    "closes": "截止日期",
    "hour": "几时",
    "due": "预计公布结果的日期",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that waits. Empty ``path``: nothing was typed that is worth sending again; ``back``:
    the page it was on; ``file``: a file was chosen, which no browser lets us choose again."""

    back: str = HOME
    path: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    file: bool = False

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What people wrote, with the names of the fields."""
        return [
            (LABELS[name], value) for name, value in self.fields if name in LABELS and value.strip()
        ]


def of_form(form: PostedForm, path: str, back: str) -> Kept:
    """The form that was posted to ``path`` from the page ``back``."""
    fields = tuple(
        (name, value)
        for name, values in form.fields.items()
        for value in values
        if name not in _NEVER
    )
    kept = Kept(local(back), local(path), fields, bool(form.file_name))
    return kept if kept.typed and not kept.file else Kept(kept.back, file=kept.file)


def of_sign_in(form: PostedForm) -> Kept:
    """The form that waits behind a sign-in."""
    fields = tuple(
        (name.removeprefix(PREFIX), value)
        for name, values in form.fields.items()
        for value in values
        if name.startswith(PREFIX)
    )
    path = form.get("to")
    return Kept(local(form.get("next", HOME)), local(path) if path else "", fields)


def came_from(request: Request) -> str:
    """The page of the office on which a form was; its home if the browser does not say."""
    try:
        page = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return HOME
    if page.netloc != request.url.netloc:
        return HOME
    return local(f"{page.path}?{page.query}" if page.query else page.path)


def local(path: str) -> str:
    """A path of the office, or its home: never another site."""
    inside = path == HOME or path.startswith((f"{HOME}/", f"{HOME}?"))
    return path if inside and "//" not in path and "\\" not in path else HOME
