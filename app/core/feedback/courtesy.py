"""Whether a letter only thanks for ours, or is a machine's answer to it without the header that says
so: 收到，谢谢; 您的邮件我已收到，会尽快回复您. One phrase that is none of these makes it a letter of its own.
"""

from __future__ import annotations

import re

from app.core.feedback.names import NAMED
from app.core.feedback.plain_words import made_of, phrases, says_nothing
from app.core.feedback.wording import Vocabulary

LONGEST = 600
LONGEST_PHRASE = 60
_THANKED = Vocabulary(
    "收到 已收到 已 已经 均已 收悉 已悉 知悉 已阅 了 啦 啊 哈 嗯 哦 噢 邮件 信件 来信 来函 来件 回信 回执 回执号 回复 确认 确认函 确认信 通知 短信 "
    "你 您 你们 您们 贵 单位 委 厅 局 办 的 我 我们 本人 这 封 此 给 发给 发来 寄来 "
    "谢谢 感谢 多谢 谢 非常 十分 万分 太 真 好 好的 好滴 行 可以 嗯嗯 ok okay okey 明白 知道 清楚 了解 没问题 辛苦 麻烦 打扰 费心 不客气 不用谢 不谢 "
    "及时 迅速 快速 耐心 细致 认真 负责 工作 祝 顺利 愉快 生活 周末 节日 快乐 一切 顺祝 安好 期待 静候 等待 等候 佳音 结果 好消息 再次 先 "
    "thanks thank you so very much many got it received noted roger well with for your the this mail email letter reply message confirmation "
    "👍 👌 🙏 🌹 🤝 😊 😄 🙂 强 玫瑰 抱拳 握手 微笑 合十"
)
# What is said of us: 感谢您对我们工作的支持, 你们办事效率真高.
_PRAISE = re.compile(
    r"(?:感谢|谢谢)(?:您|你|您们|大家|各位)?(?:一直以来)?对(?:我们?|我单位|本单位|我局|我委|我公司)?的?工作的?(?:大力)?(?:关心|支持|理解|配合|信任|帮助|和|与|及|、)+"
    r"|(?:祝)?(?:您|你们)?(?:身体健康|万事如意|工作顺利|一切顺利|生活愉快)"
    r"|(?:你们|您们|贵单位|贵委)的?(?:办事|工作|回复|服务|办公)?的?(?:效率|速度|态度)?(?:真的?|很|非常|挺|这么)(?:高|快|好|及时|认真|负责|周到|细致)了?"
)
# Under these a name in Latin letters may stand.
_LATIN_CLOSE = re.compile(r"regards|sincerely|thanks|best|cheers|yours|谢谢|此致|敬礼")
_CLOSES = re.compile(
    r"谢|收到|收悉|已悉|知悉|已阅|明白|知道|清楚|了解|没问题|不客气|辛苦|费心|thank|received|noted|got|roger|^(?:祝|顺祝|期待|静候|等[待候])"
    r"|^(?:好|好的|好滴|行|可以|嗯+|哦|ok\w*)[了啦啊哈]?$|[👍👌🙏🌹🤝😊😄🙂]|^(?:强|玫瑰|抱拳|握手|微笑|合十)+$"
)
_MAIL = r"(?:邮件|来信|信件|来函)"
_DAY = r"(?:[0-9]{0,4}年?[0-9]{1,2}月[0-9]{1,2}[日号]|[0-9]{1,2}[日号]|(?:下?周|星期)[一二三四五六日天])(?:上午|下午)?"
_LEAVE = r"(?:休?(?:年|产|病|事|婚|陪产)?假|度假|出差|外地|国外|出国|培训|(?:参加|外出)?(?:开会|会议|学习|办事)|外出|公出)"
_I = r"(?:我们?|本人)?(?:最近|目前|现在?|近期|今天|这几天)?"
_AFTER = rf"(?:在)?(?:{_DAY})?(?:看到{_MAIL}?|返回|回来|上班|返岗|(?:假期|休假|出差|会议)结束|结束)?之?后?"
_REPLY = rf"(?:回复|答复|回信|联系|处理|查看|查阅|阅读)(?:您|你)?的?{_MAIL}?"
_SOON = r"(?:尽快|第一时间|及时|尽早)"
_URGENT = r"(?:(?:如|若)?有?(?:急事|紧急\w{0,2}|要事))"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


# That nobody sits there, or a machine answers: with one of these the phrases below say nothing.
_AWAY = _any(
    rf"(?:因|由于)?{_I}(?:因|由于)?(?:正在?|在){_LEAVE}(?:中|期间|状态)?(?:至|到)?(?:{_DAY})?",
    rf"{_I}(?:不在|已离开)(?:办公室|单位|国内|岗位)",
    rf"(?:因|由于)?{_I}[自从]?{_DAY}[起至到-]?(?:{_DAY})?(?:期间)?(?:正?在)?{_LEAVE}(?:中|期间)?",
    rf"(?:这|此|本{_MAIL}?)(?:是|为|由)(?:一封)?(?:来自)?(?:\w{{1,6}}邮箱)?的?(?:系统)?的?自动(?:回复|发送|发出|答复)的?{_MAIL}?",
    rf"(?:您|你)(?:的|发给我的|发来的)?{_MAIL}(?:我们?)?(?:已经?)?(?:收到|收悉)",
    rf"(?:我们?)?(?:已经?)?(?:收到|收悉)了?(?:您|你)(?:的|发来的|发给我的)?{_MAIL}",
    r"iam(?:currently|now)?(?:away|onleave|onvacation|travell?ing|outof(?:the)?office).{0,60}",
    r"thisisanautomat(?:ic|ed)(?:reply|response|message)",
)
_BESIDE = _any(
    rf"{_I}(?:将|会)?{_AFTER}(?:将|会)?{_SOON}(?:(?:给|与|向|跟)您做?出?{_REPLY}|(?:回复|答复|联系)(?:您|你)的?{_MAIL}?)",
    rf"{_I}(?:{_AFTER}(?:将|会)|(?:将|会){_AFTER}){_SOON}(?:安排|处理|查看)?[并和]?{_REPLY}",
    rf"(?:我|本人|因此|可能|暂时|期间)*(?:无法|不能|不便|不方便)(?:及时|亲自|立即|马上|第一时间)?{_REPLY}",
    rf"{_I}(?:预计|将|会)?[于在]?{_DAY}(?:返回|回来|上班|返岗|恢复上班)(?:后|工作)?",
    rf"{_I}(?:将|会)?在?(?:假期|休假|出差|会议)(?:结束|期间)后?",
    _URGENT,
    rf"{_URGENT}?(?:请|可)(?:直接)?(?:拨打?|致电|来电|电话联系|联系|打)(?:我|我的|本人|办公室)?(?:手机|电话|办公电话|办公室电话)?(?:号码)?(?:联系)?[0-9+-]{{0,20}}",
    rf"(?:请勿|请不要)(?:直接)?(?:回复|答复)(?:此|本|该)?{_MAIL}?",
    r"(?:非常|十分|很)?(?:抱歉|对不起)",
    r"(?:由此)?(?:给您|为您)?(?:带来|造成)的?不便(?:之处)?(?:敬?请|还请)?(?:谅解|见谅|理解)?",
    r"(?:敬?请|还请|望)(?:您)?(?:谅解|见谅|理解)",
    r"(?:with|andhave)(?:limited|no)accessto.{1,20}|(?:and)?(?:i)?will(?:reply|respond|getback|answer).{0,60}",
    r"(?:for|incaseof)(?:any)?(?:urgent|emergency).{0,60}",
    # A name and its number, or what is a name without one.
    rf"{_URGENT}?(?:请|可)(?:直接)?(?:联系|致电|找|与)(?:我的)?(?:同事)?(?:[\u4e00-\u9fff]{{2,3}}(?:同志|老师|经理|主任)?(?:联系)?[0-9-]{{5,16}}|(?:{NAMED.pattern}))",
)


def is_courtesy(text: str) -> bool:
    """Whether a letter says nothing but thanks, that ours arrived, or that its writer is away."""
    if len(text) > LONGEST or "?" in text or "？" in text:
        return False
    spoken = away = beside = False
    before = ""
    for phrase, at_end in phrases(text):
        if len(phrase) > LONGEST_PHRASE:
            return False
        if (made_of(_THANKED, phrase) and _CLOSES.search(phrase)) or _PRAISE.fullmatch(phrase):
            spoken = True
        elif at_end and _LATIN_CLOSE.search(before) and re.fullmatch(r"[a-z]{2,24}", phrase):
            pass
        elif _AWAY.fullmatch(phrase):
            spoken = away = True
        elif _BESIDE.fullmatch(phrase):
            beside = True
        elif not says_nothing(phrase, at_end=at_end):
            return False
        before = phrase
    received = "收到" in text or "收悉" in text or "automat" in text.lower()
    return spoken and (not beside or away or received)
