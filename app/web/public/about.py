"""How we count, what happens with personal data, accessibility."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from app.web.pages import house, page
from app.web.public.clause_page import keep_words

router = APIRouter()

ABOUT: dict[str, tuple[str, tuple[str, ...]]] = {
    "counting": (
        "如何计数",
        (
            "来件：一个人一次提交的全部内容。重复点击、刷新或返回再提交，同样的内容只计一件；同一封邮件收到两次，也只计一件。",
            "意见：来件中针对一条条款（或全文）的部分。一件来件可以有几条意见。",
            "人：按邮箱或电话区分。两样都没有留的，一件来件算一人。一个人提了几条意见，仍是一人。",
            "雷同件：文字相同或相近的意见。件数和人数照实计；处理看内容，不看次数。",
            "观点：针对同一条款、希望做同一件事的意见归在一起，起草单位一并答复。归类由程序先做，由工作人员核对和修改。",
            "无意见：来信只说没有意见的，一个发件人计一个单位，另行列出，不计入意见。联名信：一件来件，提出人计一人；联名人数由工作人员核对后另行列出，不加进人数。",
            "迟到：截止时间以收到时的北京时间为准。迟到的来件照样保存，暂不计入，是否计入由起草单位决定。撤回的来件不计入。",
        ),
    ),
    "privacy": (
        "隐私说明",
        (
            "提意见不用注册，不用实名。称呼、单位、电子邮箱和电话都可以不填，不填也同样受理。",
            "填了的联系方式只用于就您的意见与您联系，不公开，结果公布{keep}后删除。意见的文字由起草单位保存。",
            "网页不使用第三方的统计、字体或脚本，不放跟踪用的 Cookie。没有写完的意见只存在您自己的设备上。",
            "凭回执号和查询码，可以随时查看提交的内容，截止前可以撤回。",
        ),
    ),
    "accessibility": (
        "无障碍说明",
        (
            "本网站按 WCAG 2.2 的 AA 级制作：只用键盘可以完成全部操作，读屏软件可以读出每一处，放大到400%不需要左右滚动，关闭脚本也可以提交。",
            "如果有看不清、读不出、点不到的地方，请写信到征求意见稿上印的邮箱，说明是哪一页、用什么设备，也可以直接把意见写在信里。",
        ),
    ),
}


@router.get("/about/{name}")
async def about(request: Request, name: str) -> Response:
    """One of the three pages of the footer."""
    found = ABOUT.get(name)
    if found is None:
        raise HTTPException(404)
    keep = keep_words(house(request).settings.contact_keep_days)
    heading, lines = found
    return page(
        "public/about.html", heading=heading, paragraphs=[line.format(keep=keep) for line in lines]
    )
