"""What jieba's dictionary knows of a word: how common it is, and its part of speech."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

_RARE = 20
# Tags (ICTCLAS): particles, prepositions, conjunctions, pronouns, adverbs, numerals, measures,
# modals, interjections, sounds, prefixes, directions, times, punctuation.
_EMPTY = frozenset("upcrdmqyeohktxwfgz")
_PLACES = frozenset({"ns", "nr", "nrt", "nrfg", "nt"})
# Adjectives, set phrases, states, and words of place (车上): they are said of something.
_SAID_OF = frozenset("ailzbs")
# Nouns that name nothing without another word.
# fmt: off
VAGUE = frozenset({
    "内容", "程度", "时间", "用途", "用语", "字眼", "说法", "句子", "样子", "办法", "方式", "方法", "措施",
    "工作", "人员", "人家", "别人", "大人", "个人", "单位", "起码", "合格", "全都", "差点", "分类", "部分", "数量",
    "结果", "原因", "理由", "目的", "意思", "道理", "作用", "效果", "条件", "下文", "口号", "完全",
    "一共", "总共", "后头", "里头", "外头", "前头", "上头", "下头",
    "东西", "事儿", "时段", "地步", "现象", "状况", "角度", "过程", "环节", "层面", "字数", "多少钱",
})
# fmt: on
# What every comment says: asking, thinking, the document itself.
# fmt: off
COMMON = frozenset({
    "建议", "希望", "应当", "应该", "要求", "请求", "恳请", "认为", "觉得", "能够", "可以",
    "可能", "需要", "必须", "问题", "情况", "方面", "时候", "进行", "相关", "有关", "目前",
    "现在", "没有", "还有", "就是", "不是", "不要", "不能", "不会", "不用", "这个", "那个",
    "我们", "你们", "他们", "大家", "老百姓", "群众", "部门", "意见", "条款", "文件", "征求意见",
    "征求意见稿", "增加", "修改", "删除", "补充", "明确", "规定", "加上", "写明", "写清",
    "写清楚", "改为", "支持", "反对", "同意", "赞成", "谢谢", "领导", "你好", "您好", "知道",
    "东西", "事情", "地方", "一下", "一点", "希望能", "是不是", "能不能", "为什么", "怎么",
    "什么", "一些", "通过", "实现", "提高", "推进", "加强", "完善", "发展", "建立", "促进",
    "加快", "全省", "四川", "四川省",
    "the", "and", "for", "that", "this", "with", "please", "should", "would", "are", "not", "you", "our",
    "a", "an", "of", "to", "in", "on", "is", "be", "we", "i", "it", "or",
})
# fmt: on


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Counts of the words that are not rare, tags of those that are no plain content words, verbs,
    and words that are said of something (adjectives, set phrases)."""

    counts: dict[str, int]
    tags: dict[str, str]
    total: int
    verbs: frozenset[str] = frozenset()
    said_of: frozenset[str] = frozenset()

    def rarity(self, word: str) -> float:
        """How much a word says, from 0 (的) to about 5 (in no dictionary), by its frequency."""
        return max(0.0, math.log(self.total / (self.counts.get(word, 0) + _RARE)) - 5) / 2

    def says_nothing(self, word: str) -> bool:
        """Whether the word is only grammar: no phrase begins or ends with it."""
        return self.tags.get(word, "n")[0] in _EMPTY

    def names_nothing(self, word: str) -> bool:
        """Whether the word is only said of something (零乱, 不划算), or too vague alone (程度)."""
        return word in self.said_of or word in VAGUE

    def tag(self, word: str) -> str:
        """The word's part of speech; ``n`` for all that is no verb, name or grammar."""
        return self.tags.get(word) or ("v" if word in self.verbs else "n")

    def is_name(self, word: str) -> bool:
        """Whether the word is the name of a place or a person."""
        return self.tags.get(word) in _PLACES

    def is_nominal(self, word: str) -> bool:
        """Whether the word names a thing: nouns, verbal nouns (建设), unknown words."""
        return self.tag(word)[0] in "ns"


@cache
def dictionary() -> Dictionary:
    """The dictionary, read once (0.3 s)."""
    import jieba

    counts: dict[str, int] = {}
    tags: dict[str, str] = {}
    verbs: set[str] = set()
    said_of: set[str] = set()
    total = 0
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, count, tag = line.decode("utf-8").split()
            total += int(count)
            if int(count) >= _RARE // 2:
                counts[word] = int(count)
            if tag[0] in _EMPTY or tag in _PLACES:
                tags[word] = tag
            elif tag[0] == "v" and tag != "vn":
                verbs.add(word)
            elif tag[0] in _SAID_OF and tag != "an":
                said_of.add(word)
    return Dictionary(counts, tags, total, frozenset(verbs), frozenset(said_of))
