"""What asks for something, and what only tells: the signs of a request in a clause of Chinese.

Kinds of signs, not the words of any one consultation: verbs of asking (建议, 希望, 请), modals
(应当, 必须, 不得, 别, 要 + verb), verbs of drafting (改为, 删除, 写明), verdicts that are meant as
requests (…就行了, 不如…), and faults of wording (重复, 概念, 没有标准).
"""

from __future__ import annotations

import re

# What is quoted or in brackets asks nothing itself; 两点建议 and 建议如下 only announce.
_QUOTED = re.compile(
    "“[^”]{1,60}”|「[^」]{1,60}」|『[^』]{1,60}』|《[^》]{1,40}》|[（(][^（）()]{3,60}[）)]"
)
_ANNOUNCED = re.compile(
    r"[几两二三四五六七八九十\d][点条个句件项][^，。！？；]{0,4}(?:建议|请求|要求|希望)"
    r"|(?:具体|修改|以下|如下|我的|的)建议(?=[如是：:。\n]|$)|建议(?:如下|是)"
    "|请求(?:是|[。：])|请假|申请|邀请"
)
_VERBS = (
    "建议|希望|盼望|恳请|敬请|请求|(?<![申邀聘敦])请(?!假|客|教|示|来|了|护工|人[^民社]|他|她|过|专家|咨询|不起|我|问题)",
    "要求(?!我|填|每|人人|[一二三四五六七八九十]|必|全|所有|签)|麻烦(?=[简改给把您你])",
)
_MODALS = (
    "应当|应该|(?<![反回适响供效感相对])应(?!急|用|对|付|届|聘|邀|答|收|有尽|景)",
    "(?<!何)必须|(?<!何)须(?!知)|不得(?!已|不)|不要|不应|不宜|宜(?=说|改|由|在|明)|不准|不许|严禁|禁止(?!的)",
    "(?<![千个区分差类特级辨识])别(?![人的处墅说提扭])|(?<!说)莫(?=[发乱要点把再去搞])",
    "能不能|能否|可否|可不可以|也该|(?<![应本])该有|不该|得先|最好|务必|切实|干脆|不如",
    "该[^，。；？]{0,10}(?:公布|公开|公示|清|管|罚|查|教|打)|要么[^。]{2,20}要么",
    "也要(?![是么求])|(?<![只不主需重都还想就何仍说])要(?=[有给把管让由考写先处贴能包教归查抓放在向和按说普留监支对加减])(?!给钱|在意)",
)
_DRAFTING = (
    "改为|改成|换成|换一|增加|增设|删[除去掉]|删(?=一)|(?<![被全])取消|移到|列入|纳入|暂缓|加上|列明|列出|注明",
    "写[明清上进入](?!的)|(?<!不)明确(?!的|了)|(?<!想)保留|斟酌|推敲|(?<!点)补充|说清|写清|一并(?!报)",
    "反对|不同意|不赞成|不赞同|不妥|给予|给个|安排(?:一?点|专)|早点|快点|多讲|少讲|少布置|少搞|多搞",
    "同等对待|一视同仁|优先(?=[^的]{1,12}[。，；])",
)
_VERDICTS = (
    r"就[行可](?:以)?了?[。，；！\n]|就好了?(?:$|[。，；！\n])|就够了|算了[。！]",
    r"(?<=[，。；！？\n])(?:先(?=[教把修建查管换补办])|宜|(?:把|让|由|给)(?=[^，。；]{2,22}[。；！，]))",
)
_STRONG = re.compile("|".join((*_VERBS, *_MODALS, *_DRAFTING, *_VERDICTS)))
_OPENLY = re.compile("|".join((*_VERBS, "能不能|能否|可否|可不可以|改为|改成|增加|删[除去掉]")))
_MUST = re.compile(
    r"(?<![只不主需重都还想就何仍说首次摘纪])要(?![是么求闻紧命素点填报下]|[一二两三四五六七八九十\d几])"
)
_MUST_IN_A_STORY = re.compile(
    r"去年|前年|上次|上个?月|上回|那天|半夜|[12]\d{3}年\d|现在|目前|每次|每回|^我|^他|^她|孩子|钱|才|一年"
    "|一天|一个月|为了|哪|就要|都要|还要|时候|说|凭什么|天天"
)
_WEAK = re.compile(
    r"(?<![只不主需重都还想就何仍说])要(?![是么求闻紧命素点]|[一二两三四五六七八九十\d几])|需要|可以|该|莫"
    "|能(?=[^，。；]{0,12}[？?])|怎么办|谁来?管|重复|概念|语[义意]|空泛|不清|不通|不能|至少|统一|支持"
    "|没有(?:定义|标准|下文|说|写|规定|明确)|未(?:明确|规定|写)|只字未提|一个字没|不够|没人|无人"
    "|太(?:贵|高|低|长|短|轻|重|大|难|空|笼统)|公开|公布|公示|单[列设]|看得[到懂]"
    "|也[^，。；]{0,6}(?:管|清|拆|公布)起?来?"
    "|(?:上|装|贴|设|配|建|修|教|查|管|换|补|留|开|拍|发|合)(?:个|一[个下条次张]|点|到|成|上)"
)
_STORY = re.compile(
    r"去年|前年|上次|上个?月|上回|有一?回|有一次|那天|那年|后来|后头|年前|昨天|前几天|半夜|\d{4}年\d|打电话"
    "|我[家们]?(?:跑|去|问|打|找|学|测|做|跟|说|开|教|在|看)|已经|从来|如今|现在|目前|至今|到今天|都在|年年"
    "|每次|天天|经常|往往"
)

NOTHING, PERHAPS, SURELY = 0, 1, 2


def asks(clause: str) -> int:
    """Whether a clause or sentence asks for something: NOTHING, PERHAPS or SURELY."""
    said = _ANNOUNCED.sub("", _QUOTED.sub("“”", clause))
    if _STRONG.search("\n" + said):
        return SURELY
    if _MUST.search(said) and not _MUST_IN_A_STORY.search(said):
        return SURELY
    return PERHAPS if _WEAK.search(said) else NOTHING


def asks_openly(clause: str) -> bool:
    """Whether a clause says that it asks (建议, 请, 能不能, 改为); 应当 may be only a view."""
    return bool(_OPENLY.search(_ANNOUNCED.sub("", _QUOTED.sub("“”", clause))))


def tells(clause: str) -> bool:
    """Whether a clause tells what happened (去年, 打电话, 我们跑, 至今)."""
    return bool(_STORY.search(clause))
