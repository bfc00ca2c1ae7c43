"""The written forms of a citation, as patterns over a folded text.

Every repetition is bounded or possessive, so that no text makes a pattern go back far.
"""

from __future__ import annotations

import re

from app.core.citations.values import Anchor, Level

_DIGITS = "零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
_HAN = rf"[{_DIGITS}](?:[ ]?[{_DIGITS}]){{0,8}}+"
NUM = rf"(?:[0-9]{{1,4}}+|{_HAN})"
_ITEM = rf"\(?\s?{NUM}\s?\)?(?:之{NUM})?"
_JOIN = r"至|到|[-—–~―]|、|,|/|和|及|与|以及|或"
_MORE = rf"(?:\s?(?:,(?!\s?第)|{_JOIN.replace('|,', '')}|(?<=\))(?=\())\s?第?\s?{_ITEM})"
LIST = rf"{_ITEM}{_MORE}{{0,12}}+"
_NAMES = r"大?部[分份]|(?<=[0-9])部(?![门長长委队级位件法])|大点|大项|分编|编|章|小节|节|条(?!件|形码)|款|小项|项(?!目)|目(?!标|前|录|的(?!\s?[(第]))|小点|点|个?(?:短?横线段?|横杠|破折号|自然段|段)"

# 第三至五条, 第（四）节, 第 四 十 五 点, 第12条之一
ORDINAL = re.compile(
    rf"(?:第|头(?=一))\s{{0,2}}(?P<list>{LIST})\s{{0,2}}(?:[两二三四五六七八九十]个?)?(?P<level>{_NAMES})"
    rf"(?:之(?P<sub>{NUM}))?"
)
# 15条, 40、41、42三点; what stands around it decides, as 三点建议 is a count
PLAIN = re.compile(
    rf"(?P<list>{_ITEM}(?:[ ]?(?:{_JOIN})[ ]?{_ITEM}){{0,12}}+)\s?(?:[两二三四五六七八九十]个?)?(?P<level>条|点)"
    r"(?!\s?(?:意见|建议|想法|看法|修改|政策|措施|要求|理由|问题|线|件|例|钟|半|多|才|左右|评|以[上下前后]|[上下]班|放学|起床|[0-9]++(?!\s?[款项])))"
)
# 三（一）, 三、（一）, 三/(一): a part and what stands in brackets
PARTED = re.compile(
    rf"(?P<list>[一二三四五六七八九十]{{1,3}}+)[ 、./-]{{0,2}}(?=\([ ]?[{_DIGITS}]{{1,3}}+[ ]?\))"
)
_BETWEEN_BRACKETS = r"\s?(?:[、,和及与至到~–—―-]|以及)?\s?"
BRACKET = re.compile(
    rf"(?P<list>\(\s?[0-9]{{1,4}}+\s?\)(?:{_BETWEEN_BRACKETS}\(\s?[0-9]{{1,4}}+\s?\)){{0,12}}+"
    rf"|\(\s?{_HAN}\s?\)(?:{_BETWEEN_BRACKETS}\(\s?{_HAN}\s?\)){{0,12}}+)(?:\s?(?P<level>部[分份]|小节|节|条|款|小项|项(?!目)|目|小点|点))?"
)
# （七） of 第（七）类: what the brackets hold is a number whatever it counts
COUNTED_BRACKET = re.compile(r"第\s?(?=\()")
# 9（3）: an article and its item, written short
SHORT = re.compile(rf"(?P<list>[0-9]{{1,3}}+)(?=\([ ]?(?:[0-9]{{1,2}}+|[{_DIGITS}]{{1,3}}+)[ ]?\))")
# 第3(1)(a)条 of Hong Kong; the level stands behind all of it
NESTED = re.compile(
    r"第\s?(?P<list>[0-9]{1,3}+|\([0-9]{1,2}\)(?=\())(?=(?:\s?\([0-9a-z]{1,4}\)){1,4}\s?(?:(?P<level>条|款)|段|节))"
)
# 一款 and 2项 right after 十二条
BELOW = re.compile(rf"(?P<list>{NUM}(?:[、和及与至到-]{NUM}){{0,6}}+)(?P<level>款|项)(?!目)")
# 最后一款, 末项, 倒数第二条
ENDMOST = re.compile(
    rf"(?:最后|最末|末尾|末|后(?=一[款项段条目]))(?:面)?(?:的)?[那这]?(?:一)?(?:个)?(?P<level>{_NAMES})|倒数第(?P<list>{NUM})(?:个)?(?P<from>{_NAMES})"
)
_DECIMAL = r"[0-9]{1,2}(?:[.][0-9]{1,2}){1,5}(?![.]?[0-9])"
# 4.2.1, 第4.2.1条, 3.2.1和3.2.2; what follows a number of two parts must not measure anything
DECIMAL = re.compile(
    rf"(?P<marked>第\s?)?(?P<list>{_DECIMAL}(?:\s?(?:{_JOIN})\s?第?\s?{_DECIMAL}){{0,8}}+)"
    r"(?:\s?(?:[两二三四五六七八九十]个?)?(?P<level>章|小节|节|条(?!件)|款|项(?!目)|点|部分))?"
)
_MEASURES = r"\s?(?:[点年月日天时分秒个万亿元倍米里吨克吋寸升度人户次%‰℃]|公[里斤顷]|平方|立方|小时|千|百|以[上下内]|[a-z])"
# 2.2 right after 第二条
DECIMAL_BELOW = re.compile(rf"{_DECIMAL}(?!{_MEASURES})")
DECIMAL_ITEM = re.compile(_DECIMAL)
# What 1.2 opens, a line or a suggestion, needs no sign behind it, if it measures nothing
OPENS = re.compile(
    r"(?:^|[\n。;])\s*(?:\(?[0-9]{1,2}[)、]|[0-9]{1,2}\.(?=\s)|[一二三四五六七八九十]{1,3}、)?\s*$"
)
UNMEASURED = re.compile(rf"(?!{_MEASURES})[\s]?[\u4e00-\u9fff]")
NAMES_DECIMAL = re.compile(r"(?:条款|条文|条目|章节|条|款|节|项|点|款号|编号)号?[\s:]?$")
AFTER_DECIMAL = re.compile(
    r"[\s,。、:;()“‘\"'|《【\[]|$|[的中里和与及至到第]|建议|应|是|规定|要求|提|说|写"
)
# 二、 right after 附件2
ANNEX_PART = re.compile(r"(?<=[0-9])(?P<list>[一二三四五六七八九十]{1,3}+)(?=[、.])")
# a) and （b）项 right after a number
LETTER = re.compile(r"第?\(?(?P<letter>[a-z])(?:\)项?|项)")
# (ii) after (b)
ROMAN = re.compile(r"\((?P<letter>[ivx]{1,5})\)")
# 15 after 三（一）
TAIL = re.compile(
    r"(?P<list>[0-9]{1,3}+)(?!\s?(?:[年月日个%万亿元倍家次℃]|[0-9.]*[0-9])|-[0-9])(?:\s?(?P<level>条|点))?[.]?"
)
RELATIVE = re.compile(
    r"(?P<anchor>该|此|同上一?|同一?|上述|前述|[上前下后](?:面|边)?的?一?)个?"
    r"(?P<level>部分|章|节|条(?!件|例|款)|款(?!项)|项(?!目)|(?<=[该此同一])点(?!半|钟))"
)
ENGLISH = re.compile(
    r"(?<![A-Za-z])(?P<level>(?i:articles?|art\.|points?|clauses?|sections?|chapters?|parts?))\s?(?P<list>[0-9]{1,4}+(?:\s?(?:,|and|&|to|-)\s?[0-9]{1,4}+){0,8}+)"
)
# paragraph 2, item (3) after Article 16
ENGLISH_BELOW = re.compile(
    r"(?P<level>(?i:paragraph|para|subparagraph|item))\.?\s?\(?(?P<list>[0-9]{1,3}+)\)?"
)
# 条款11, 任务4: a number that a noun before it makes a citation
NAMED = re.compile(r"(?:条款|条文|条目|任务|措施|要点)号?[\s:]?$")
NUMBER = re.compile(r"(?P<list>[0-9]{1,3}+)(?![0-9.%]|\s?[年月日个项人元万亿])")
# (2) after Article 16
ENGLISH_BRACKET = re.compile(r"\s?\((?P<list>[0-9]{1,2})\)(?P<level>)")
ENGLISH_BEFORE = re.compile(r"(?i:article|art\.|clause|section)s?\s?[0-9]{1,4}$")
ANNEX = re.compile(rf"附[件录表]\s?(?P<list>{NUM})")
BETWEEN = re.compile(r"[ \t、./,-]{0,2}(?:的|之|中的?|里的?|下的?)?[ \t]?")
# 附件1申请表第二项: the annex's title before the number in it
TITLED = re.compile(r"[^\s,。;:、第附()“”\x00]{1,14}(?=第)")
JOINED = re.compile(r"[ \t]?(?:(?P<range>至|到|[-—–~―])|、|,|和|及|与|以及|或)?[ \t]?")

START = re.compile(
    rf"(?P<ordinal>第(?=\s{{0,2}}[(0-9{_DIGITS}])|头(?=一[条款项章节点]))"
    rf"|(?P<relative>(?=[该此同上前下后]))"
    rf"|(?P<endmost>(?=[最末倒]))"
    rf"|(?P<annex>(?=附[件录表]))"
    rf"|(?P<english>(?<![A-Za-z])(?=[AaPpCcSs][a-z]))"
    rf"|(?P<decimal>(?<![0-9.A-Za-z])(?=[0-9]{{1,2}}[.][0-9]))"
    rf"|(?P<number>(?<![0-9.{_DIGITS}])(?=[0-9{_DIGITS}]))"
    rf"|(?P<bracket>(?=\(\s?[0-9{_DIGITS}]))"
)

# 四、 and 1. at the start of a line: the writer's own count, if it goes on with it
COUNTED = re.compile(rf"(?P<list>[0-9]{{1,2}}+|[{_DIGITS}]{{1,3}}+)\s?[、.](?![0-9])\s*")
LEVELS: dict[str, Level] = {
    "部分": "part",
    "部份": "part",
    "部": "part",
    "大部分": "part",
    "大点": "part",
    "大项": "part",
    "分编": "subvolume",
    "编": "volume",
    "章": "chapter",
    "小节": "section",
    "节": "section",
    "条": "article",
    "款": "paragraph",
    "项": "item",
    "小项": "subitem",
    "目": "subitem",
    "小点": "point",
    "点": "point",
    "article": "article",
    "art.": "article",
    "clause": "article",
    "point": "point",
    "section": "section",
    "chapter": "chapter",
    "part": "part",
    "paragraph": "paragraph",
    "para": "paragraph",
    "subparagraph": "item",
    "item": "item",
}
# 横线段, 自然段 and the like are what is left.
OTHER_LEVEL: Level = "dash"

ANCHORS: dict[str, Anchor] = {
    "该": "same",
    "此": "same",
    "同": "same",
    "上述": "same",
    "前述": "same",
    "同上": "same",
    "上": "previous",
    "前": "previous",
    "下": "next",
    "后": "next",
}
