"""诉求词林: the office's own words, added and removed by hand, out to a file and in from one."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.opinions import word_tables, words
from app.opinions.learnt import learnt
from app.opinions.words import BadWords
from app.web.forms.body import PostedForm
from app.web.office import guard
from app.web.office.frame import clause, consultation, frame
from app.web.pages import house, page

router = APIRouter()
PAGE = "/office/c/{slug}/words"
REFUSED = {
    "no-concept": "请写这些词说的是哪件事",
    "no-word": "请写至少一个词",
    "too-long": "名称最多40字，词最多20字",
    "too-many": "太多了：一件事最多400个词",
    "not-a-table": "这个文件不是两列的表：第一列写哪件事，第二列写词",
}
DONE = {
    "added": "已加入{n}个词。",
    "refused": "记下了，不再提这个词。",
    "removed": "已删去{n}个词。",
    "regroup": "正在用现在的词重新归并{n}条条款。",
}


@router.get(PAGE)
async def show(request: Request, slug: str) -> Response:
    """The office's words."""
    _, _, shown = await frame(request, slug, "settings")
    return await _page(request, shown)


@router.get(PAGE + ".csv")
async def download(request: Request, slug: str) -> Response:
    """All of them as a table."""
    await guard.desk(request)
    await consultation(request, slug)
    content = word_tables.write_table(await house(request).read(words.own_concepts))
    name = quote("诉求词林.csv")
    headers = {
        "Content-Disposition": f"attachment; filename=\"words.csv\"; filename*=UTF-8''{name}"
    }
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@router.post(PAGE)
async def change(request: Request, slug: str) -> Response:
    """Adds, removes, takes a file in, or groups again."""
    desk, form = await guard.posted(request)
    view = await consultation(request, slug)
    run, actor, do = house(request).writer.run, desk.staff.id, form.get("do")
    try:
        if do == "remove":
            gone = form.all("word")
            count, done = await run(words.remove, form.get("concept"), gone, actor), "removed"
        elif do == "file":
            table = word_tables.read_table(form.file)
            count, done = await run(words.take_table, table, actor), "added"
        elif do == "regroup":
            count, done = await run(words.regroup_all, view.id), "regroup"
        else:
            typed = form.get("words").replace("\n", "、").replace("，", "、").split("、")
            state = "refused" if do == "refuse" else "added"
            work = run(words.add, form.get("concept"), typed, actor, state=state)
            count, done = await work, state
    except BadWords as error:
        _, _, shown = await frame(request, slug, "settings")
        return await _page(request, shown, form, error, 422)
    query = {"done": done, "n": count, **({"from": start} if (start := form.get("from")) else {})}
    return RedirectResponse(f"{PAGE.format(slug=slug)}?{urlencode(query)}", 303)


async def _page(
    request: Request,
    shown: dict[str, Any],
    typed: PostedForm | None = None,
    error: BadWords | None = None,
    status: int = 200,
) -> Response:
    said = DONE.get(request.query_params.get("done", ""), "")
    count = request.query_params.get("n", "")
    start, learnt_words = request.query_params.get("from", ""), []
    if start:
        found = await clause(request, shown["view"], start)
        learnt_words = await house(request).read(learnt, found.id)
    line = f"（第{error.line}行）" if error and error.line else ""
    return page(
        "office/words.html",
        status,
        **shown,
        start=start,
        learnt=learnt_words,
        concepts=await house(request).read(words.own_concepts),
        typed=typed,
        error=REFUSED[error.code] + line if error else "",
        error_code=error.code if error else "",
        done=said.format(n=count if count.isdigit() else ""),
    )
