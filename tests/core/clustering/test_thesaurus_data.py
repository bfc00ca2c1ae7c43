"""The thesaurus of concerns: its form, its fields, and how much of a real draft it knows."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.core.clustering.dictionary import dictionary
from app.core.text.cuts import cutter
from app.core.text.normalise import normalise

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "app" / "core" / "clustering" / "thesaurus"
DRAFT = ROOT / "draft_text" / "sichuan-informatization-2017.txt"
KINDS = {"topic", "want", "stance"}
NAME = re.compile(r"[a-z]+(-[a-z]+)*\.jsonl")
# A policy field is present if enough concepts have one of its words in their name.
ENOUGH = 2
# fmt: off
FIELDS = {
    "education": "学校|教育|教师|学生", "exams": "考试|中考|高考", "universities": "高校|大学",
    "private schools": "民办", "training market": "培训机构|校外培训", "vocational": "职业教育|技能",
    "campus safety": "校园|校舍", "minors": "未成年人", "health": "医院|医疗|门诊",
    "infectious diseases": "传染病|疫情|艾滋病|结核", "vaccines": "疫苗|接种", "drugs": "药品|处方",
    "traditional medicine": "中医", "blood": "献血|血液", "medical insurance": "医保",
    "nursing": "护士|护理", "mental health": "心理|精神", "maternity": "生育|产假|分娩",
    "population": "人口|生育", "marriage": "离婚|结婚|彩礼", "women": "女性|妇女",
    "eldercare": "养老|老年", "disability": "残疾|无障碍", "labour": "就业|用工|工资",
    "gig work": "骑手|网约车", "platform economy": "平台", "social security": "社保|养老金",
    "poverty": "低保|扶贫|贫困", "charity": "慈善|捐", "funeral": "殡|墓", "veterans": "退役|军人",
    "military and civil": "军民|国防|军事", "ethnic": "民族", "religion": "宗教|寺庙",
    "culture": "文化|图书馆", "heritage": "文物|非遗", "sports": "体育|健身", "tourism": "旅游|景区",
    "media": "新闻|自媒体|电视", "housing": "住房|房价|公租房", "property": "物业|业委会",
    "urban management": "城管|占道", "pets": "宠物|犬", "noise": "噪声|噪音", "waste": "垃圾",
    "air": "空气|油烟|废气", "water": "水污染|水源|黑臭", "soil": "土壤|重金属",
    "forestry": "森林|林木|林权", "ecology": "生态", "planning": "规划", "land": "土地|征地|宅基地",
    "surveying": "测绘|地图", "construction": "建筑|工程", "engineering quality": "质量",
    "elevators": "电梯", "gas": "燃气|瓶装", "heating": "供暖|供热", "water supply": "供水|自来水",
    "transport": "公交|地铁", "traffic law": "醉驾|记分|违停", "e-bikes": "电动车|电动自行车",
    "new energy vehicles": "新能源", "charging": "充电", "batteries": "电池",
    "autonomous driving": "自动驾驶", "drones": "无人机", "low altitude": "低空", "rail": "火车|高铁|铁路",
    "aviation": "航班|机场", "ports and shipping": "港口|船", "postal": "快递|邮政",
    "broadband": "宽带", "5G": "5G", "spectrum": "无线电|频谱", "data and privacy": "个人信息|数据",
    "cyber security": "网络安全|网络", "AI and algorithms": "AI|算法", "government service": "政务",
    "e-government": "电子政务|政务系统", "open data": "开放数据|公共数据|数据开放",
    "smart city": "智慧城市|城市大脑", "digital villages": "数字乡村", "agriculture": "农业|种粮",
    "seeds": "种子|种业|转基因", "animal husbandry": "养殖|猪", "fishery": "渔",
    "food supply": "粮食", "food safety": "食品", "rural revitalisation": "农村|乡村",
    "self-government": "村干部|村务|村民", "energy": "光伏|电价|储能", "nuclear": "核电|核",
    "mining": "矿", "coal safety": "煤矿", "hazardous chemicals": "危化品|化工", "fire": "消防|火灾",
    "emergency": "应急", "disaster": "灾害|洪", "meteorology": "天气|气象", "oceans": "海",
    "public security": "报警|治安|反诈", "migration": "落户|户口|居住证", "courts": "审判|执行|法院",
    "procedure": "执法|许可", "petitions": "信访", "archives": "档案", "statistics": "统计",
    "budget": "预算|财政", "procurement": "采购", "audit": "审计", "state-owned": "国企",
    "anti-corruption": "腐败", "tax": "税", "finance": "银行|贷款|保险", "consumers": "消费",
    "e-commerce": "电商|直播", "market regulation": "价格|计量|质量监督", "competition": "竞争|垄断",
    "intellectual property": "专利|商标|版权", "standards": "标准", "industrial policy": "产业",
    "small firms": "小微|中小企业", "business environment": "营商|惠企|涉企", "bankruptcy": "破产",
    "foreign investment": "外资", "trade": "外贸|出口", "customs": "海关|免税|走私",
    "Taiwan, Hong Kong": "台胞|港澳", "science": "科研|科技",
}
GENERAL = {
    "期限太短", "罚款过重", "罚款过轻", "表述不清", "明确定义", "明确责任主体", "缺少配套资金",
    "法律溯及既往", "过渡期设置", "区别对待分类分级", "因地制宜与不一刀切", "减轻基层负担",
    "征求意见与公众参与", "公开透明",
}
# fmt: on


@dataclass(frozen=True)
class Concept:
    """One line of the data."""

    concept: str
    field: str
    words: list[str]
    kind: str
    opposes: list[str] = dataclasses.field(default_factory=list)


def lines(path: Path) -> list[str]:
    """The lines of a file; the last ends too."""
    text = path.read_text("utf-8")
    assert text.endswith("\n")
    return text.splitlines()


FILES = sorted(FOLDER.glob("*.jsonl"))
CONCEPTS = [Concept(**json.loads(line)) for path in FILES for line in lines(path)]
WORDS = {word for concept in CONCEPTS for word in concept.words}


def test_files_are_named_by_field() -> None:
    assert len(FILES) >= 40
    assert all(NAME.fullmatch(path.name) for path in FILES)
    assert all(6 <= len(lines(path)) <= 150 for path in FILES)


def test_there_are_enough_concepts_and_none_twice() -> None:
    names = Counter(concept.concept for concept in CONCEPTS)
    assert len(names) >= 2500
    assert [name for name, count in names.items() if count > 1] == []


def test_every_concept_is_well_formed() -> None:
    for concept in CONCEPTS:
        assert concept.kind in KINDS, concept
        assert concept.field, concept
        assert 8 <= len(concept.words) <= 45, concept
        assert len(set(concept.words)) == len(concept.words), concept


def test_words_are_neither_single_characters_nor_spaced() -> None:
    bad = [word for word in WORDS if len(word) < 2 or len(word) > 16 or re.search(r"\s", word)]
    assert bad == []


def test_words_stand_as_texts_are_compared_but_for_case() -> None:
    assert [word for word in WORDS if normalise(word) != word.lower()] == []


def test_a_word_stands_in_three_concepts_at_most() -> None:
    count = Counter(word for concept in CONCEPTS for word in concept.words)
    assert [word for word, times in count.items() if times > 3] == []


def test_no_two_concepts_are_near_twins() -> None:
    """No pair shares half of the words of its smaller concept."""
    where: dict[str, list[int]] = {}
    for number, concept in enumerate(CONCEPTS):
        for word in concept.words:
            where.setdefault(word, []).append(number)
    shared = Counter(
        (one, two) for numbers in where.values() for one in numbers for two in numbers if one < two
    )
    twins = [
        (CONCEPTS[one].concept, CONCEPTS[two].concept)
        for (one, two), times in shared.items()
        if 2 * times >= min(len(CONCEPTS[one].words), len(CONCEPTS[two].words))
    ]
    assert twins == []


def test_opposing_concepts_are_named_on_both_sides() -> None:
    named = {concept.concept: concept.opposes for concept in CONCEPTS}
    for name, others in named.items():
        assert len(set(others)) == len(others)
        for other in others:
            assert other != name
            assert name in named[other], (name, other)
    assert sum(map(bool, named.values())) >= 500


@pytest.mark.parametrize("name", FIELDS)
def test_every_policy_field_is_there(name: str) -> None:
    pattern = re.compile(FIELDS[name])
    found = [concept.concept for concept in CONCEPTS if pattern.search(concept.concept)]
    assert len(found) >= ENOUGH, found


def test_what_is_said_of_any_draft_is_there() -> None:
    assert {concept.concept for concept in CONCEPTS} >= GENERAL


def known(text: str) -> bytearray:
    """A 1 for each character of the text that lies in a word of the thesaurus, longest first."""
    longest = max(map(len, WORDS))
    marks = bytearray(len(text))
    at = 0
    while at < len(text):
        sizes = range(min(longest, len(text) - at), 1, -1)
        size = next((n for n in sizes if text[at : at + n] in WORDS), 0)
        marks[at : at + size] = b"\1" * size
        at += size or 1
    return marks


def test_how_much_of_a_real_draft_it_knows(capsys: pytest.CaptureFixture[str]) -> None:
    """Content words that lie in words of the thesaurus; those of every draft it leaves out."""
    text, jieba = DRAFT.read_text("utf-8"), dictionary()
    marks, at = known(text), 0
    all_words: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for word in cutter().cut(text):
        start = text.index(word, at)
        at = start + len(word)
        grammar = jieba.says_nothing(word) or jieba.is_name(word)
        if len(word) > 1 and not grammar and re.fullmatch("[一-鿿]+", word):
            all_words[word] += 1
            hits[word] += all(marks[start:at])
    tokens = hits.total() / all_words.total()
    types = sum(map(bool, hits.values())) / len(all_words)
    with capsys.disabled():
        print(f"\n{tokens:.1%} of {all_words.total()} content words known, {types:.1%} of types")
    assert tokens >= 0.31
    assert types >= 0.4
