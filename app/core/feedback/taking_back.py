"""Whether a letter asks for its writer's own comments back: 请把我上次的意见撤回.

A phrase counts only if all its words are known; 请撤回第十五条, 撤回意见稿 speak of the draft.
"""

from __future__ import annotations

import re

from app.core.feedback.courtesy import is_courtesy
from app.core.feedback.plain_words import made_of, phrases, says_nothing
from app.core.feedback.wording import Vocabulary

LONGEST = 600
_OWN = (
    "我 我们 本人 本单位 本公司 我单位 我公司 我局 我校 我司 你们 您 你 贵单位 贵委 贵局 您们 请 请求 请您 请你们 恳请 麻烦 劳烦 烦请 敬请 要求 申请 特申请 特此申请 "
    "要 想 想要 希望 需要 决定 打算 能 能否 可以 可否 是否 能不能 可不可以 帮 帮我 帮忙 给 给我 为我 予以 予 一下 下 吧 吗 呢 了 现 现在 今 特 特此 兹 并 也 就 还是 "
    "把 将 对 让 的 之前 以前 先前 此前 前 前面 前几天 昨天 前天 今天 上午 下午 刚才 刚刚 刚 上周 上个月 上次 上一次 上 次 上回 那次 这次 早上 日 月 年 号 于 在 0 "
    "提交 提出 提 报送 上报 呈报 报 反映 发 发送 发出 发来 发给 寄 寄出 写 填 填写 留 留下 过 贵 所 为 是 已 已经 曾 "
    "这 那 这些 那些 此 该 封 条 件 份 个 一 两 二 三 几 全部 所有 都 均 "
    "意见 建议 意见建议 意见和建议 来件 来信 邮件 信 留言 内容 反馈 反馈意见 回执 回执号 号码 编号 "
    "网上 网页 网站 平台 邮箱 信箱 里 上 中 从 通过 "
)
_WORDS = Vocabulary(_OWN)
_VERB = re.compile(r"撤回|撤销|撤下|撤掉|收回|作废|取消|删除|删掉")
_MINE = re.compile(
    r"我|本人|本单位|本公司|上次|上一次|上回|之前|以前|先前|此前|前面|昨天|前天|今天|刚|上周|回执"
)
# 我建议把之前的内容删除, 我们的意见是删除: what the draft should say.
_PROPOSES = re.compile(
    r"(?:建议|意见)(?:把|将|对|是|为|你们|您|贵)|^(?:删除|删掉|取消)(?!.*(?:我|本|上|之前|以前|昨天|刚))"
    r"|^(?!.*[把将]).*(?:意见|建议|内容|反馈|信|来件|邮件).*(?:删除|删掉|取消)"
)
_OBJECT = re.compile(r"意见|建议|来件|来信|邮件|信|留言|反馈|回执|内容")
# As our own mails say how it is done: 要撤回，回复时把主题改成…, quoted without a mark.
_OUR_WORDS = "要撤回"
_BARE_ASKING = re.compile(
    r"(?:我|我们|本人)?(?:现|特)?(?:请|申请|要求|要|想|想要|希望|麻烦)?(?:帮我|给我|予以|予)?(?:撤回|撤销|作废|收回)(?:一下|吧|了)?"
)
_WHY = Vocabulary(
    _OWN,
    "因为 因 由于 有误 有 误 错误 写错 填错 发错 点错 弄错 搞错 错 重复 多发 一次 一遍 两次 两遍 考虑 不周 不想 不 再 参加 参与 提意见 改变 主意 想法 变 "
    "个人 原因 另外 另 另行 会 重新 再次 稍后 随后 之后 再提交 一份 一封 新的 操作 误操作 公开 很 已 来",
)
_WHY_MARK = re.compile(r"误|错|重复|多发|不周|不想|改变|变了|主意|原因|重新|另|再|稍后|随后")
_ENGLISH = re.compile(
    r"(?:please|kindly|iwouldliketo|iwantto|iwishto|couldyouplease|canyouplease)?(?:withdraw|retract)(?:all)?(?:my|our|the)(?:previous|last|earlier)?(?:comments?|submissions?|letter|mail|email|opinions?)(?:please)?"
)
_NOT_MINE = re.compile(
    r"(?:这|那|此)?(?:封|件|条|些)?(?:意见|邮件|来件|信|来信|留言)?(?:不是|并不是|并非|非)(?:我|我们|本人|本单位|我单位)(?:本人|自己)?(?:发|写|提交|提|寄|发送|发出|提出)的?(?:啊|呀)?"
    r"|(?:我|我们|本人|本单位|我单位)(?:并)?(?:没有?|从未|从来没有?|没)(?:给你们|给您们|给贵单位|向你们|向贵单位)?(?:发|写|提交|提|寄|发送|提出)过?(?:这|任何|什么)?(?:封|件|条|些)?(?:意见|邮件|来件|信|来信|留言)"
    r"|it(?:was|is)notme|ididnot(?:send|write)(?:this|it|that|any)?(?:mail|email|comments?)?"
)
# Nine letters or digits; only letters where 回执 stands before them.
_NUMBER = re.compile(
    r"(?:(?<=回执)|(?<=回执号)|(?<=[号码]为)|(?<=[号码]是)|(?<![a-z0-9])(?=[a-z]*[0-9]))[0-9a-z]{9}(?![0-9a-z])"
)


def asks_back(text: str) -> bool:
    """Whether a letter says nothing but that its writer takes his comments back, and why."""
    asked = False
    if len(text) > LONGEST:
        return False
    for phrase, at_end in phrases(text):
        if is_request(phrase):
            asked = True
        elif not (
            says_nothing(phrase, at_end=at_end)
            or _is_reason(phrase)
            or re.fullmatch("(?:回执号?)?(?:为|是)?", _NUMBER.sub("", phrase))
            or is_courtesy(phrase)
        ):
            return False
    return asked


def asks_back_among(text: str) -> bool:
    """Whether one phrase of a longer letter asks for its writer's comments back. What is marked as
    quoted is not his."""
    own = "\n".join(line for line in text[:20_000].split("\n") if not line.lstrip().startswith(">"))
    found = (phrase for phrase, _ in phrases(own))
    return any(is_request(phrase) and phrase != _OUR_WORDS for phrase in found)


def is_request(phrase: str) -> bool:
    """Whether a phrase (as of `plain_words.phrases`) asks for the writer's own comments back."""
    words = _NUMBER.sub("0", phrase)
    if _ENGLISH.fullmatch(words) or (words and _BARE_ASKING.fullmatch(words)):
        return True
    verb = _VERB.search(words)
    if verb is None or len(words) > 60 or _PROPOSES.search(words):
        return False
    around = words[: verb.start()] + "\n" + words[verb.end() :]
    own = _MINE.search(words) and _OBJECT.search(words)
    return bool(own) and all(made_of(_WORDS, one) for one in around.split("\n"))


def disowns(text: str) -> bool:
    """Whether a letter says nothing but that ours answers what its writer never sent."""
    said = False
    for phrase, at_end in phrases(text[:LONGEST]):
        if _NOT_MINE.fullmatch(phrase):
            said = True
        elif not (says_nothing(phrase, at_end=at_end) or is_courtesy(phrase)):
            return False
    return said and len(text) < LONGEST


def _is_reason(phrase: str) -> bool:
    return _WHY_MARK.search(phrase) is not None and made_of(_WHY, phrase)
