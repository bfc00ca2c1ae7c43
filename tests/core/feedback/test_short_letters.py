"""Letters that only thank for ours, and those that ask for one's own comments back."""

from __future__ import annotations

import pytest

from app.core.feedback.courtesy import is_courtesy
from app.core.feedback.taking_back import asks_back, asks_back_among
from tests.support.moments import moments

COURTESY = [
    "您好，来信已收到，感谢您对我们工作的支持！",
    "收到了，你们办事效率真高，谢谢你们，辛苦了！祝你们工作顺利，身体健康！",
    "Thank you for your email. I am out of the office until 5 December with limited access to email. For urgent matters please contact Li Si at li@corp.example.\n\nBest regards,\nChen Gang",
    "您好！本人11月25日至12月3日休假，期间无法及时回复邮件，如有急事请联系李四，电话13800001111。",
    "收到，謝謝！",
    "收到，谢谢",
    "收到，谢谢！",
    "收到",
    "谢谢",
    "好的，收到，辛苦了！",
    "已收到，感谢贵单位的及时回复。",
    "OK",
    "👍",
    "谢谢你们的回复，祝工作顺利！",
    "您好，您的邮件我已收到，我会尽快给您回复。",
    "您好，我已收到您的邮件，谢谢！",
    "您发给我的信件已经收到。",
    "您好，您发给我的信件已经收到，我会尽快回复您的邮件。",
    "这是来自QQ邮箱的自动回复邮件。您好，我最近正在休假中，无法亲自回复您的邮件。我将在假期结束后，尽快给您回复。",
    "您好，我正在出差，9月5日返回，如有急事请拨打我的手机13800000000。谢谢！",
    "我正在外出开会，无法及时查看邮件，如有急事请联系张三13800000000",
    "Thank you for your email. I am out of the office until 5 September with limited access to email.",
    "Thanks!",
    "Received, thank you very much.",
    "收到。\n\n张三\n某市商务局",
    "尊敬的领导：\n您好！\n回执收到，非常感谢！\n此致\n敬礼",
    "嗯嗯，知道了",
    "您好，我在休年假，9月10日上班后会尽快回复您。",
    "来信收到，我会尽快回复。",
    "很抱歉，我现在不在办公室，无法及时回复您的邮件。",
    "Thanks for your email. I am currently out of the office and will reply when I return.",
    "收到，静候佳音",
    "好",
    "明白了，谢谢！\n发自我的iPhone",
    "[强]",
    "不客气",
    "邮件已收到，谢谢。",
    "感谢您的来信，您的邮件我们已收到，会尽快处理并回复。",
    "本邮件由系统自动发送，请勿直接回复。",
    "收到，谢谢。\n李四 13800000000",
]

# Each says something a person has to read.
NO_COURTESY = [
    "Thanks, but no.\nDisagree",
    "谢谢你们对工作的支持不够",
    "你们效率真高，可惜资费不降",
    "收到，谢谢。另外第十五条应当写明补贴",
    "谢谢，第15条也要改",
    "收到，请尽快公布结果",
    "收到，什么时候公布结果？",
    "支持",
    "反对",
    "同意",
    "好，但是太贵了",
    "谢谢！补充一点：网费太高",
    "不是我发的",
    "这封信不是我发的，谢谢",
    "请尽快回复",
    "收到了，但回执号打不开",
    "我没有收到回执",
    "谢谢你们把我的意见归错了条",
    "收到。归到第十六条才对",
    "希望采纳，谢谢",
    "请采纳",
    "不好",
    "没有收到",
    "邮件不能收到",
    "系统不能自动回复",
    "办公室不在一楼不方便",
    "你们的回复太快了不认真",
    "请联系我删掉这条",
    "建议加强培训",
    "假期太短",
    "周末不上班不方便",
    "工作时间可以联系",
    "好的工作",
    "如有情况请发送",
    "要",
    "谢谢，还有一个问题",
    "无法及时联系",
    "系统无法发送邮件",
    "单位不能及时处理来信",
    "休假不能处理",
    "请处理",
    "会议太多",
]

TAKES_BACK = [
    "您好，我司之前提交的意见有误，请予撤回。\n\n陈刚\n某某科技有限公司",
    "請把我上次的意見撤回，謝謝",
    "请把我上次的意见撤回",
    "请把我上次的意见撤回。",
    "您好，我想撤回之前提交的意见，谢谢。",
    "麻烦撤回我昨天发的意见，我写错了。",
    "我要求撤销我的意见",
    "请将我8月29日提交的意见撤回",
    "本人申请撤回回执号为4K7P 29QX 6的意见",
    "请撤回回执4K7P29QX6的意见",
    "我不想参与了，请把我的意见删除",
    "撤回吧",
    "您好！我单位申请撤回之前报送的意见",
    "尊敬的领导：\n我上次提的意见写错了，请予以撤回。\n谢谢！\n张三",
    "Please withdraw my comments.",
    "I would like to withdraw my submission, thanks.",
    "我之前在网上提的意见能不能撤回？",
    "请帮我把之前的两条意见都撤回，谢谢",
    "我昨天发的邮件内容有误，请作废，我会重新提交。",
    "我要撤回",
    "请把上次我发的那封信撤回，另外我会再发一份",
]

KEEPS = [
    "请撤回第十五条",
    "请把草案撤回",
    "建议撤回征求意见稿",
    "请撤回这个意见稿",
    "我不撤回我的意见",
    "不要撤回我的意见",
    "请把我上次的意见撤回，改为：第十五条应当补贴",
    "希望取消我的限制",
    "我建议取消收费",
    "我的意见是取消第十五条",
    "请取消今天的收费",
    "我认为应当撤回",
    "删除",
    "撤回不了怎么办",
    "我们的意见是删除",
    "我们建议删除本条内容",
    "我的建议是撤销这个机构",
]


@pytest.mark.parametrize("text", COURTESY)
def test_thanks_and_machines(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize("text", NO_COURTESY + TAKES_BACK + KEEPS)
def test_what_says_something_is_no_courtesy(text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize("text", COURTESY)
@pytest.mark.parametrize(
    "more", ["另外第十五条应当写明补贴", "网费太高", "同意", "请问何时公布？", "宽带要提速"]
)
def test_one_more_phrase_makes_it_a_letter(text: str, more: str) -> None:
    for joint in ("。", "，", "\n"):
        assert not is_courtesy(f"{text}{joint}{more}")
        assert not is_courtesy(f"{more}{joint}{text}")


@pytest.mark.parametrize("text", TAKES_BACK)
def test_asks_for_ones_own_back(text: str) -> None:
    assert asks_back(text)
    assert asks_back_among(f"{text}\n第十五条应当写明补贴。")
    assert not asks_back(f"{text}\n第十五条应当写明补贴。")


@pytest.mark.parametrize("text", KEEPS + COURTESY + NO_COURTESY)
def test_what_does_not_ask_back(text: str) -> None:
    assert not asks_back(text)


@pytest.mark.parametrize("text", ["收到", "如有急事", "我因此可能暂时期间", "请将我上次"])
def test_time_grows_with_the_text(text: str) -> None:
    def all_asked(length: int) -> None:
        run = (text * length)[:length]
        is_courtesy(run)
        is_courtesy("，".join(run[at : at + 59] for at in range(0, length, 60)))
        asks_back(run)
        asks_back_among(run * 20)

    assert moments(lambda: all_asked(6_000)) < 30 * moments(lambda: all_asked(600))
