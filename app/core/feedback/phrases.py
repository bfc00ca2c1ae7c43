"""What one phrase of a letter says by itself: greetings, thanks, what points to a file, the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.feedback.agreement import is_agreement
from app.core.feedback.values import Said
from app.core.feedback.wording import Vocabulary, after_office

_GREETING = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的|敬启者|各位)?.{0,30}(?:您好|你好|你们好|大家好|早上好|上午好|下午好|晚上好)(?:呀|啊)?"
    r"|(?:尊敬的|各位|敬爱的).{1,30}|(?:hi|hello|dear.{0,30}|敬启者|各位领导|领导|老师)",
    re.IGNORECASE,
)
_ADDRESSEE = re.compile(r"(?:主送|抄送)?.{1,60}[:：]")
_NO_ADDRESS = re.compile(r"意见|建议|理由|修改|条$|款$|项$|问题|如下")
_COURTESY = re.compile(
    r"(?:非常|十分|多)?(?:谢谢|感谢|辛苦|麻烦|打扰|拜托).{0,30}|此致|敬礼|致礼|此致敬礼|顺(?:颂|祝|致).{1,10}|(?:即|敬)?(?:颂|祝).{1,12}|特此(?:函复|回复|复函|反馈|函告|报告|说明)?|"
    r"此(?:函|复)|专此(?:函复|回复)?|妥否|当否|(?:妥否)?请(?:批|指)示|(?:如有不[妥当]之处,?|如有不[妥当],?)?(?:请|望|敬请|烦请|恳请)?(?:领导|您|贵单位)?(?:予以|给予|予)?(?:批示|审示|审批|阅示|查收|查阅|审阅|收阅|知悉|审核|核收|采纳|指正|批评指正|参考|审定|接收|按程序报批|按程序办理)(?:为盼|为荷|一下|谢谢|附件)?|"
    r"(?:仅)?供(?:参考|参阅)|以上(?:请|供|仅供).{0,12}|(?:请|望)(?:收到后?)?(?:请)?(?:回复|确认|告知)(?:收到|一下)?|收到请回复|"
    r"(?:如|若|有).{0,16}(?:请|可|欢迎|随时).{0,6}(?:联系|来电|致电|告知|告诉|沟通|电话).{0,10}|.{0,16}(?:打不开|看不到|看不了|不清楚).{0,6}(?:请)?(?:告诉|联系|告知|通知|回复).{0,6}|"
    r"thanks?(?:you)?|(?:best|kind)?regards|sincerely.{0,12}|以上|完毕|如题|如标题|同上|祝.{1,14}|元旦快乐|节日快乐",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    r"(?:[你贵您])?(?:单位|委|厅|局|办|处|院|部|司|省|市|县|公司)?.{0,40}(?:收悉|已悉|知悉|已收到|收到)|"
    r"(?:根据|按照|依据|依照|遵照|为落实|接).{0,80}(?:要求|通知|来函|安排|部署|函|文件|精神|《》)"
)
_STUDIED = Vocabulary(
    "我 我们 本 单位 委 厅 局 办 处 院 部 校 公司 会 经 已 及时 立即 高度重视 结合实际 组织 对 其 进行 了 认真 仔细 研究 讨论 "
    "学习 研读 审阅 相关 有关 各 处室 科室 部门 人员 《》 后 和 、 现 兹 将 就 具体 反馈 修改 意见 情况 建议 内容 及 函复 回复 "
    "答复 复函 复 报告 报送 汇报 函告 如下 于后 : 提出 一些 几点 几条 若干 以下 征求 稿 意见稿 草案 文件 内容 充分 全面 "
    "形成 汇总 梳理 整理 征集 收集 贵 你们 区 县 市 镇 乡 街道 予 予以 上报 报上 呈报 呈送 呈上 盖章 已盖章 扫描 各处室 各科室 各部门"
)
_TITLE = Vocabulary(
    "关于 对 就 《》 “” 反馈 回复 征求 有关 的 稿 意见 无 修改 建议 情况 和 及 与 、 意见稿 草案 办法 条例 规定 方案 实施 通知 "
    "公开 表 书 函件 函 复函 回函 答复 报告 汇总"
)
_TITLE_ENDS = re.compile(
    r"复函|回函|函|回复|答复|反馈|表|的意见|意见稿|报告|反馈意见|意见书|书|无意见"
)
_ABOUT_TITLE = re.compile(
    r".{0,24}关于.{2,80}(?:复函|回函|函|回复|反馈|反馈意见|反馈意见的?函|报告|情况说明)"
)
_INTRODUCED = re.compile(
    r"(?:我|本人|我们)(?:叫[\u4e00-\u9fff]{2,4}|是[\u4e00-\u9fff]{0,16}(?:市民|居民|村民|群众|网民|公民|业主|职工|教师|学生|律师|公司|企业|协会|农民))"
)
_DATE = re.compile(
    r"(?:日期[:：]?)?[0-9〇零一二三四五六七八九十]{4}\s*[年./-]\s*[0-9一二三四五六七八九十]{1,3}\s*[月./-]\s*[0-9一二三四五六七八九十]{1,3}\s*日?|[0-9]{1,2}月[0-9]{1,2}日"
)
_CONTACT = re.compile(
    r"(?:[(（]?(?:联系人|联系电话|联系方式|电话|手机|传真|邮编|邮箱|电子邮箱|地址|单位|姓名|填报人|填表人|日期|tel|mobile|e-?mail|邮政编码|网址|qq|微信|职务|部门|名称|承办人|签发人)[^:：]{0,8}[:：\s].{0,80}|[+\d()（） -]{6,24}|[\w.+-]+@[\w.-]+)",
    re.IGNORECASE,
)
_FILE_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{0,16}(?:〔〕)?第?[0-9]*号")
_SEAL = re.compile(r"(?:盖章|公章|签章|印章|代章)?处?")
POINTS = re.compile(r"附件|附上|附后|附表|见附|随信|随函|随附|附文|附档|正文|attach", re.IGNORECASE)
_POINTER = Vocabulary(
    "我 我们 本 该 贵 您 你 单位 公司 人 个人 局 委 厅 院 部 校 处 会 的 对 对于 关于 就 《》 “” 征求 稿 草案 送审稿 文件 办法 条例 "
    "规定 方案 实施 具体 详细 主要 修改 反馈 意见 建议 回复 复函 函复 函 函件 情况 内容 表 书 和 及 与 、 材料 资料 清单 说明 一份 两份 "
    "一并 请 敬请 烦请 见 详 参见 参阅 附件 附上 附后 附表 随信 随函 随附 附 发送 发给 发来 发 送上 送 报送 报 提交 呈 寄 传 上传 上 "
    "查收 查阅 审阅 收 已 现 将 把 以 为 word excel pdf wps doc docx xls xlsx 版本 版 格式 文档 电子版 电子 扫描件 扫描 盖章 纸质 原件 "
    "邮件 正文 在 于 中 里 面 内 写 都 全部 全文 如下 下 此 这 无 没有 是 我写 填写 填好 整理 好 了 领导 老师 同志 过去 至 到 给 一下 看 "
    "加盖 公章 盖章件 复印件 呈上 呈报 奉上 予 予以 为盼 为荷 一些 几点 几条 若干 提出 研究 汇总 汇总表 供 参考 采纳 为 协会 会员 企业 word版 电子稿 放 放在 一点 点 浅见 拙见 扫描 "
    "文字稿 全部 其中 所附 我司 本公司 专家 意见书 反馈意见 find our my comments comment is are herewith enclosed on draft and for "
    "下载 共 一 二 三 两 0 1 2 3 4 5 6 7 8 9 个 份 页 , : attachment attached see please the"
)
_LISTED = re.compile(
    r"附(?:件|表)?\s*[0-9一二三]{0,2}\s*[:：.、]?\s*(?P<name>.{1,80})|[0-9]{1,2}[.、]\s*(?P<file>.{1,80})"
)
_FILE_NAME = re.compile(
    r".*(?:\.(?:docx?|wps|pdf|xlsx?|et|zip|rar|txt|jpe?g|png|ofd)|表|函|意见|建议|书|稿|清单|材料)(?:[0-9]{1,2}份)?",
    re.IGNORECASE,
)
SPEAKS = re.compile(
    r"建议(?!$|[表书稿汇])|应当?|希望|支持|反对|赞成|删|改为|增加|补充|不|太|必须|需要|能否|吗|[?？]"
)
_WISHES = re.compile(r"建议|应当?|希望|[删取]|改为|增加|补充|必须")
# 麻烦把…写清楚, 谢谢！第15点也要改: more than a courtesy.
_THANKS = re.compile(r"(?:非常|十分|多)?(?:谢谢|感谢|辛苦|麻烦|打扰|拜托)")
_SUBSTANCE = re.compile(
    r"[把降减改补增]|第.{1,6}[条款项点章节]|太|[很更]难|要(?!求)|不(?!吝|尽|胜)|没|写[明清上进]|问题"
)


def kind_of(phrase: str) -> Said:
    """What one phrase says by itself."""
    words = re.sub(r"\s", "", phrase).strip("。.!！;；,，~—-_*•·>")
    if not words:
        return "nothing"
    if is_agreement(words):
        return "no-objection"
    if POINTS.search(words) and len(words) <= 120:
        listed = _LISTED.fullmatch(words)
        names_file = listed and _FILE_NAME.fullmatch(listed["name"] or listed["file"] or "")
        if _POINTER.makes(words.lower(), after_office(words)) or (
            names_file and not SPEAKS.search(words)
        ):
            return "pointer"
    if _says_nothing(words):
        return "nothing"
    return "words"


def _says_nothing(words: str) -> bool:
    if _ADDRESSEE.fullmatch(words):
        return not _NO_ADDRESS.search(words) or _STUDIED.makes(words)
    if _COURTESY.fullmatch(words):
        more = _THANKS.match(words) and _SUBSTANCE.search(words)
        return not more and not _WISHES.search(words)
    plain = (_GREETING, _RECEIVED, _INTRODUCED, _DATE, _CONTACT, _SEAL)
    if any(pattern.fullmatch(words) for pattern in plain) or _STUDIED.makes(words):
        return True
    titled = _TITLE.reach(words, after_office(words))
    if any(at in titled for at in _ends(words)) and len(words) > 1:
        return True
    if _ABOUT_TITLE.fullmatch(words):
        return not SPEAKS.search(words)
    return words.endswith("号") and _FILE_NUMBER.fullmatch(words) is not None


def _ends(words: str) -> Iterator[int]:
    """The places from which a word that ends a title reaches the end."""
    return (at for at in range(len(words)) if _TITLE_ENDS.fullmatch(words, at))
