"""The words that say which way a text pulls: by general knowledge of how people ask in Chinese.

Each stands on an axis, at one of its ends. They are the words of any field of policy; what a text
speaks of is not their matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class Axis(IntEnum):
    """What a text may want more or less of."""

    CONSENT = 0  # for what it speaks of, or against it
    STRICT = 1  # forbidden, compelled, punished; or allowed, left to choice, forgiven
    SOON = 2  # earlier, faster; or later, step by step, with care
    OPEN = 3  # to be seen by all; or kept private
    MORE = (
        4  # more, longer, kept, built; or less, shorter, struck out: says nothing without of what
    )


def listed(words: str) -> tuple[str, ...]:
    """The words of a text, parted by white space."""
    return tuple(words.split())


# fmt: off
# What is asked for: turned round by a negation (不要增加).
_ASKED: Mapping[tuple[Axis, int], str] = {
    (Axis.CONSENT, 1): """
        支持 赞成 赞同 同意 拥护 点赞 欢迎 举双手 双手赞成 拍手叫好 拍手称快 叫好 很好 挺好 真好 太好了
        好得很 好事 好政策 好主意 写得好 说得好 提得好 早就该 早该 早就应该 值得肯定 值得推广 有必要 很有必要
        十分必要 非常必要 利国利民 深得人心 顺应民意 说到心坎 及时雨 造福 惠民 受益 尝到甜头 方便多了 好用
        大好事 求之不得 盼了 盼着 盼望 没意见 没有意见 无意见 没问题 认同 巴不得
    """,
    (Axis.STRICT, 1): """
        必须 务必 一律 一概 一票否决 严格 从严 从重 加重 严厉 严惩 严查 严管 严打 严肃 重罚 重处 重判 处罚 罚款
        罚 追责 问责 追究 查处 整治 惩治 惩处 取缔 关停 吊销 拘留 曝光 黑名单 失信 管起来 管管 管一管 管好 管住
        管严 零容忍 约束 管控 硬性规定 硬性要求 动真格 不手软 依法处理 强制执行 强制要求 强制规定 强制性
        监管 加强监管 打击 整顿 顶格 规范 担责 强制推行 强制 硬性
    """,
    (Axis.STRICT, -1): """
        允许 准许 许可 放宽 放开 松绑 自愿 自主 自由 自行选择 自己选 自己决定 选择权 自选 鼓励 提倡 倡导 引导
        教育为主 批评教育 劝导 说服 宽松 灵活 弹性 变通 酌情 从轻 减轻 免责 免罚 不罚 首违 容错 包容 宽容
        人性化 因地制宜 网开一面 留余地 留点余地
    """,
    (Axis.MORE, 1): """
        增加 增设 增派 增开 增添 加派 添置 新增 多建 多设 多装 多开 多修 多安排 多投 多给 多放 多派 多种 多办 多搞点
        加大 提高 提升 上调 调高 上浮 上涨 扩大 扩充 扩建 扩面 拓展 拓宽 延长 保留 留着 恢复 保住 留住 建设 兴建
        新建 修建 建个 修个 建好 建起来 修起来 配备 配齐 配套 设置 设立 安装 装上 装个 补贴 补助 补偿 赔偿 报销 发放
        推广 普及 覆盖 全覆盖 纳入 列入 增补 补齐 补上 加上 越多越好 守住 加个 加一个 再加 也要有 都要有 都应有
        多一点 多点 再多 长一点 再长 高一点 加装 增建 续建 涵盖 包括进去 算进去 一并纳入 写进 应多 大力发展
    """,
    (Axis.MORE, -1): """
        减少 降低 下调 调低 降价 降费 减免 减半 免除 免费 免收 取消 废除 废止 删除 删去 删掉 去掉 拿掉 撤销 撤掉
        停办 停建 停止 停掉 叫停 压缩 缩短 缩小 精简 砍掉 削减 裁撤 少搞 少建 少发 少开 少收 少填 便宜 便宜点 限价 封顶
        不再建 合并 去除 剔除 移除 删 减掉 降下来 压下来 少一点 少点 低一点 短一点 控制数量 淘汰 清退 退出 拆除 拆掉 关掉
    """,
    (Axis.SOON, 1): """
        尽快 尽早 及早 早日 赶紧 抓紧 加快 加速 提速 立即 立刻 马上 提前 早点 早一点 早些 快点 快一点
        限期 时间表 刻不容缓 越快越好 越早越好
    """,
    (Axis.SOON, -1): """
        暂缓 缓一缓 缓缓 缓行 推迟 推后 延后 延期 延缓 宽限 缓冲 循序渐进 逐步 分步 分批 分期 分阶段 稳妥 稳步 慎重
        谨慎 审慎 慎用 三思 先试点 试点 试行 慢慢来 来得及 多给几年 多给两年 多给点时间 给点时间 再等等 等一等 从长计议
    """,
    (Axis.OPEN, 1): """
        公开 公布 公示 透明 晒出来 晒账 上墙 挂出来 贴出来 看得见 看得到 查得到 可查 知情权 知情 披露 通报
        让大家知道 让群众知道 接受监督 社会监督 公之于众 阳光
    """,
    (Axis.OPEN, -1): """
        保密 脱敏 打码 匿名 隐去 遮住
    """,
}
# What is complained of: whoever says 不要一刀切 and whoever cries 一刀切 wants the same.
_FAULTS: Mapping[tuple[Axis, int], str] = {
    (Axis.CONSENT, -1): """
        抵制 不满 不合理 不合情理 不近人情 不妥 不当 不科学 不现实 不切实际 脱离实际 不接地气 劳民伤财 浪费
        糟蹋 打水漂 折腾 瞎折腾 形式主义 走过场 摆样子 摆设 花架子 面子工程 政绩工程 添乱 添堵 多此一举 画蛇添足
        得不偿失 不划算 划不来 胡闹 荒唐 扰民 增加负担 加重负担 受不了 吃不消 负担不起 承受不起 没道理 没有道理
        没意义 没有意义 没啥用 没什么用 没得用 没用 白搭 多余 好心办坏事 拍脑袋 闭门造车 因噎废食 懒政 一罚了之
        坑人 坑老百姓 害人 想当然 不公平 不公 欺负人 乱来 帮倒忙 适得其反
    """,
    (Axis.STRICT, 1): """
        太轻 过轻 偏轻 太松 过松 太宽松 没人管 无人管 没人查 没得人管 没人监管 形同虚设 放任 不严 不力 失管 没有震慑
        没震慑 睁一只眼 睁只眼 无法无天 钻空子 太软 软绵绵 没有约束力
        没约束力 缺乏约束力 没牙齿 敢怒不敢言 谁来管 哪个来管 哪个负责 谁负责 找哪个 没个说法
    """,
    (Axis.STRICT, -1): """
        太严 太死 过严 过死 太重 过重 偏重 太狠 太苛刻 苛刻 过宽 太宽 一刀切 一禁了之 一关了之 一棍子 强迫 逼 逼着
        硬性摊派 强行 变相 不强求 不强制 又不让 也不让 还不让 都不让 就不让 不让我 不准我 不许我 就不能 也不能
        都不能 不许自己 硬逼 活路 饭碗 管得太宽 过度监管 摊派 捆绑 绑架 动不动 刁难 为难 卡得 卡脖子 误伤 管得太多
        非要 非得 硬要 偏要 非让 非逼 太苛 一棒子 一竿子 连坐 卡死 全盘否定 一关就 门槛太高
    """,
    (Axis.MORE, 1): """
        太少 太低 太小 太短 太窄 太薄 偏低 偏少 偏短 偏窄 过低 过少 过短 过窄 不够 不足 缺 缺少 缺乏 短缺 稀缺 少得可怜
        难找 找不到 供不应求 跟不上 没有一个 一个都没 没得 莫得 越来越少 取消了 撤了
        撤走了 撤掉了 关了 停了 拆了 砍了 没了 停运了 关停了 停办了 减少了 缩水
    """,
    (Axis.MORE, -1): """
        太多 太高 太贵 太长 太大 太密 偏高 偏贵 偏多 偏长 过高 过多 过长 过大 过密 过贵 贵 贵得 好贵 涨价 乱收费
        高价 天价 太黑 泛滥 重复建设 多如牛毛 扎堆 过剩 闲置 空着 没人用 没人去 越来越多 越来越贵 又涨 涨了 涨到 翻了一番 翻倍
        名存实亡
    """,
    (Axis.SOON, 1): """
        太慢 太晚 慢吞吞 拖下去 拖延 一拖再拖 一延再延 拖拖拉拉 迟迟 什么时候才能 何时才能 还要等 等不起 磨蹭
    """,
    (Axis.SOON, -1): """
        太快 太急 太仓促 仓促 操之过急 急于求成 时机 不成熟 一步到位 一夜之间
    """,
    (Axis.OPEN, 1): """
        暗箱 黑箱 不透明 不公开 看不见 看不到 查不到 不知情 一笔糊涂账 糊涂账
    """,
    (Axis.OPEN, -1): """
        隐私 泄露 泄漏 外泄 丢人 自尊 人肉 贩卖信息 盗用
    """,
}
# Turned round, what follows is asked for in the contrary; alone, it is not wanted.
TURNS = listed("""
    不要 不要再 不应当 不应该 不应 不宜 不该 不必 不用 不需要 不想 不希望 不主张 不建议
    无需 无须 用不着 犯不着 别 别再 别搞 莫 莫要 莫搞 休想 拒绝 禁不得 何必 何苦 凭什么 凭啥
    凭哪样 为什么要 为啥要 为何要 干嘛要 干吗要 难道要 难道就 没必要 没有必要 有什么必要
    有必要吗 何须 谁愿意 反对 不赞成 不支持 不同意 不赞同 不认同 不欢迎 坚决不
""")
# These turn it round too; to be against something is not said by them alone.
WARNS = listed("""
    防止 避免 杜绝 不予 不能 不能再 不可 不可以 切勿 切忌 勿 哪能 怎能 怎么能 岂能 不是 并非 不等于 不应理解为
    贸然 盲目 一味 过度 再谈 不再 不搞 不设
""")
# Forbidding: it wants no more of what it speaks of, and is strict.
FORBIDS = listed("""
    禁止 严禁 禁 禁用 禁入 限养 限购 限行 限放 限售 限停 不准 不许 不得 限制 不允许 不让
""")
# A verdict behind: what stands before it in the same breath is not wanted.
VERDICTS = listed("""
    没必要 没有必要 不妥 不合理 不科学 不现实 不切实际 不合适 不可取 行不通 没道理 没意义 没有意义 不公平 太过了
    增加负担 增加群众负担 加重负担 浪费 折腾 扰民 劳民伤财 形式主义 不接地气 脱离实际
    缺乏依据 没有依据 没有法律依据 缺乏法律依据 于法无据 过分 不应该 不应当 不合情理 说不过去 不划算 荒唐 有必要吗 何必 要不得 使不得
""")
# Two turns are none: 不能不, 为什么不. And what only looks like a turn or a word of an axis.
PLAIN = listed("""
    能不能 可不可以 可不可 是不是 要不要 该不该 会不会 好不好 行不行 有没有 用不用 应不应该 够不够 让不让
    不光 不只 不仅 不但 不止 莫光 别光 莫只 不如 要不 不然 不过如此
    不能不 不得不 不可不 不是不 不会不 为什么不 为啥不 为何不 怎么不 干嘛不 何不 难道不 凭什么不 凭啥不 哪能不 怎能不
    不能只 不能光 不能仅 不要只 不要光 不应只 不应仅 别只 别光 不得已 不可能 不用说 不能够 不可思议 不能按时
    特别 分别 级别 类别 个别 区别 差别 识别 性别 鉴别 告别 别人 别的 别处 别墅 别名 莫名 莫非 莫不
    舍不得 怪不得 恨不得 了不得 由不得 顾不得 见不得 别说 别提 别看 甄别 辨别 道别 莫大 莫过于 不禁 无不
    禁不住 情不自禁 期限 年限 权限 时限 界限 上限 下限 有限 无限 局限 限度 限于 仅限 限额 限速 门禁
    罚不 缺点 欠缺 贵州 贵港 贵阳 贵省 贵市 贵局 贵委 贵厅 名贵 宝贵 珍贵 可贵 高贵 贵重 贵单位
    支持者 支持系统 技术支持 不同意见 同意见 监管部门 监管局 监管所 监管单位 市场监管 建设局 建设部门
    住建 建设单位 建设工程 建设项目 规范性 自由贸易 自主品牌 公开招标 免费师范 提升机 逼真 引导员
""")
# fmt: on
CHANGED_TO = ("改为", "改成", "修改为", "调整为", "替换为", "换成", "变成")
# A quotation is the draft's own word, and pulls nowhere, but where it is what one wants written.
WRITTEN = listed("""
    改为 改成 修改为 调整为 替换为 换成 变成 增加 加 加上 补充 写 写上 写明 写入 写进 表述为 规定 明确 补
    删 删去 删除 删掉 去掉 取消 增补 增加一句 增加一款 加一句
""")
# In a question a complaint: 坐个班车还要身份证？
ONLY_IF_ASKED = listed("""
    还要 也要 都要 就要 都得 还得 也得 也禁 都禁 也罚 不让 不准 不许 不给
""")
# Who says so grants it, often before what he does not grant.
GRANTS = ("没意见", "没有意见", "无意见", "没问题")
BUT = ("但", "但是", "可是", "不过", "然而", "只是")

Meaning = tuple[tuple[Axis, int], ...]


def asked() -> dict[str, Meaning]:
    """Each word by which something is asked for, with what it says."""
    return _by_word(_ASKED)


def faults() -> dict[str, Meaning]:
    """Each word by which something is complained of, with what is wanted instead."""
    return _by_word(_FAULTS)


def _by_word(parts: Mapping[tuple[Axis, int], str]) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for said, words in parts.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), said)
    return found
