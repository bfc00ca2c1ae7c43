"""Lines that a reader knows by their wording: dates, offices, remarks, titles."""

from __future__ import annotations

import re

_CN = "一二三四五六七八九十〇○零O0"
_DATE = rf"(?:(?:19|20)\d\d|[{_CN}]{{4}})\s*年\s*(?:\d{{1,2}}|[{_CN}]{{1,3}})\s*月\s*(?:\d{{1,2}}|[{_CN}]{{1,3}})\s*日"
_MONTH = rf"(?:(?:19|20)\d\d|[{_CN}]{{4}})\s*年\s*(?:\d{{1,2}}|[{_CN}]{{1,3}})\s*月"
DATE_LINE = re.compile(
    rf"(?:[^自。，；]{{2,30}}\s)?(?:{_DATE}|{_MONTH}$)(?:\s+\d{{1,2}}:\d\d(?::\d\d)?)?(?:\s[^起。，；]{{0,30}})?$"
)
# The history of a text under its title: 2002年8月22日 国务院令第361号公布.
HISTORY = re.compile(
    rf"[(（]?(?:自)?{_DATE}.{{0,120}}(?:通过|公布|發布|发布|修订|修正|批准|印发|施行|修改|起施行)"
    r"[^。]{0,30}[)）]?$|(?:修正|公布|發布|发布|生效|施行)日期[:：]"
)
NUMBER_OF_DOCUMENT = re.compile(
    r".{0,20}[〔\[【(（]\s?(?:19|20)\d\d\s?[〕\]】)）]\s?第?\s?\d{1,5}\s?号.{0,20}$|(?:(?:19|20)\d\d\s?年\s?)?第\s?\d{1,5}\s?号$"
    # Macau: 第12/2024號行政法規; a standard: DB33/T 1234—2024.
    r"|第\s?\d{1,5}/(?:19|20)\d\d\s?[号號].{0,20}$"
    r"|[A-Z]{1,4}\d{0,5}(?:/[A-Z]{1,4})?\s?[\d.]{1,12}\s?[-—–－]{1,2}\s?(?:19|20)(?:\d\d|[X×]{2})$"
)
REMARK = re.compile(r"[(（【\[].*[)）】\]]$")
_OFFICE = r"(?:厅|局|委员会|办公室|政府|部|委|院|会|国务院|总局|中心|法院|检察院|银行|司|处)"
ISSUER = re.compile(rf"[^,，。;；:：《》“”\t]{{1,60}}{_OFFICE}$")
# What a web page prints around a text: where the reader is, when it was put up, who may copy it.
WEB_PAGE = re.compile(
    r"[>›»|｜]|首\s?页|位置[:：]|字体|字号[:：]|浏览|点击|阅读[:：]|索引号|索\s?引\s?号|发文机关|发文字号|成文日期|发布(?:日期|时间|机构)"
    r"|来源[:：]|信息来源|主题(?:分类|词)|有效性|文号[:：]|\d{4}[-/]\d{1,2}[-/]\d{1,2}"
)
IMPRINT = re.compile(
    r"(?:主送|抄送|分送|抄报|印发|责任编辑|编辑[:：]|校对[:：]|来源[:：]|打印|关闭|【|分享|扫一扫|上一篇|下一篇|相关(?:稿件|链接|附件|文章)"
    r"|附件下载|版权所有|主办单位|承办单位|网站标识|.{0,10}ICP备|联系人[:：]|[（(]?此件|.{2,40}\s*(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?印发)"
)
# Where a contract is signed: 甲方（签章）：____, 签订日期：____年__月__日.
_TO_SIGN = re.compile(
    r"[^。；;，,]{0,24}[(（]?(?:签章|签字|盖章|公章|签名)[)）]?\s*[:：]"
    r"|(?:签订|签约|签署)\s*(?:日期|地点|时间)\s*[:：]"
)
_SENT_TO = ("主送", "抄送", "分送", "抄报")
_LONGEST_IMPRINT = 400
STAGE = re.compile(
    r"\s*[(（](?:公开)?(?:征求意见|向社会征求|草案|送审|修订|修正|讨论|审议|听证|公示稿|试行|暂行|示范文本|参考文本|范本)[^()（）]{0,24}[)）]\s*$"
)
FOR_COMMENT = re.compile(
    r"[(（](?:公开)?(?:征求意见|草案|送审|修订草案|修正草案|讨论|审议|听证|公示稿)[^()（）]{0,24}[)）]\s*$"
)
CONTENTS = re.compile(r"[【\[]?目\s*[录錄次][】\]]?$")
ENTRY_PAGE = re.compile(r"[\s.…·\-—_]*\d{1,4}$|\t.*$")
TITLE_END = re.compile(
    r"(?:意见|办法|条例|规定|细则|方案|规划|法|法典|决定|通知|标准|规则|纲要|计划|规范|指南|章程|制度|准则|公告|公约|措施|目录|修正案|解释|程序|规程|要求|守则|预案|清单|合同|协议|民约|导则|指引|须知|手册)$"
)
LONGEST_TITLE = 120
_SENTENCE_END = "。；;!！?？:：,，、"


def squeeze(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


def without_stage(title: str) -> str:
    """A title without （征求意见稿） behind it."""
    return STAGE.sub("", title).strip() if len(title) <= LONGEST_TITLE else title


def is_imprint(text: str) -> bool:
    """Whether a line is one of those below a text: to whom it goes, who printed it, a web page's,
    where it is signed."""
    if _TO_SIGN.match(text) and text[-1] not in "。；;，,":
        return True
    if len(text) > _LONGEST_IMPRINT or IMPRINT.match(text) is None:
        return False
    return text[-1] != "。" or text.startswith(_SENT_TO)


def looks_like_title(text: str) -> bool:
    """Whether a line may be a title: short, no sentence, no remark, no office, no label of it."""
    return (
        (4 if not TITLE_END.search(text) else 2) <= len(text) <= 80
        and text[-1] not in _SENTENCE_END
        and text[0] not in "-—－–"
        and "。" not in text
        and "\t" not in text
        and "___" not in text
        and not REMARK.fullmatch(text)
        and not (ISSUER.fullmatch(text) and not TITLE_END.search(text))
        and not CONTENTS.fullmatch(text)
        and not DATE_LINE.fullmatch(text)
        and not HISTORY.match(text)
        and not NUMBER_OF_DOCUMENT.fullmatch(text)
        and not WEB_PAGE.search(text)
    )
