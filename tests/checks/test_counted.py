"""What the number of a mention counts, and which printed values it may speak of."""

from __future__ import annotations

import pytest
from msgspec.structs import astuple

from planparse.checks.matching.counted import is_part, tally_of, whole_of, words_before
from planparse.checks.matching.printed_values import values
from planparse.checks.registry import matter_of
from planparse.grammar import default
from planparse.model.draft import Draft
from planparse.model.plan import Mention, MentionRole, Value
from planparse.model.source import Source, text_lines
from planparse.quantity.cell_values import read_cell
from sketch import sketch


def told(text: str, *quantities: str, subject: str = "公办幼儿园") -> Draft:
    """A text with the mentions of its quantities, one after another."""
    mentions: list[Mention] = []
    at = 0
    for quantity in quantities:
        at = text.index(quantity, at)
        value, _ = read_cell(quantity, default())
        mentions.append(
            Mention(
                id=f"m{len(mentions) + 1}",
                text=quantity,
                span=(at, at + len(quantity)),
                subject=subject,
                value=value,
                unit=value.unit,
                role="target",
            )
        )
        at += len(quantity)
    return Draft(Source(text, text_lines(text)), mentions=tuple(mentions))


FILL = "并在城乡之间均衡布局同步改善办园条件补足师资力量"  # 24 characters of a clause


@pytest.mark.parametrize(
    ("text", "quantity", "kind", "word", "period", "year"),
    [
        ("公办幼儿园达到30所", "30所", "state", "", False, None),
        ("新增公办幼儿园30所", "30所", "added", "新增", False, None),
        ("新增一批，公办幼儿园达到30所", "30所", "state", "", False, None),
        ("新增一批,公办幼儿园达到30所", "30所", "state", "", False, None),
        ("新增一批。公办幼儿园达到30所", "30所", "state", "", False, None),
        ("改建" + FILL + "30所", "30所", "added", "改建", False, None),
        ("改建园" + FILL + "30所", "30所", "state", "", False, None),
        ("新增入园率80%", "80%", "state", "", False, None),
        ("其中公办幼儿园30所", "30所", "part", "", False, None),
        ("其中新增公办幼儿园30所", "30所", "part", "", False, None),
        ("每年新增公办幼儿园30所", "30所", "yearly", "", False, None),
        ("每年入园率达80%", "80%", "state", "", False, None),
        ("公办幼儿园数由30所", "30所", "start", "", False, None),
        ("公办幼儿园由2020年底的约30所", "30所", "start", "", False, None),
        ("“十四五”期间，新增公办幼儿园30所", "30所", "added", "新增", True, None),
        ("“十三五”期间累计建成公办幼儿园30所", "30所", "added", "累计", True, None),
        ("累计建成公办幼儿园30所", "30所", "state", "", False, None),
        ("“十四五”期间投资增长；新增公办幼儿园30所", "30所", "added", "新增", False, None),
        ("到2023年，公办幼儿园达到30所", "30所", "state", "", False, 2023),
        ("到2023年，入园率提高；公办幼儿园达到30所", "30所", "state", "", False, None),
    ],
)
def test_tally(
    text: str, quantity: str, kind: str, word: str, period: bool, year: int | None
) -> None:
    draft = told(text, quantity)
    (mention,) = draft.mentions
    assert astuple(tally_of(mention, draft, default())) == (kind, word, period, year)
    assert is_part(mention, draft, default()) is (kind == "part")


@pytest.mark.parametrize(("count", "year"), [(85, 2023), (86, None)])
def test_so_much_of_a_sentence_is_looked_at(count: int, year: int | None) -> None:
    """Ninety characters, of which 2023年 takes five."""
    words = "各地要加快布局并在城乡之间均衡配置学前教育资源，"
    text = "规划提出，2023年" + (words * 4)[:count] + "30所"
    draft = told(text, "30所")
    assert tally_of(draft.mentions[0], draft, default()).year == year


@pytest.mark.parametrize(("count", "kind"), [(2, "part"), (25, "state")])
def test_a_part_is_told_near(count: int, kind: str) -> None:
    draft = told("其中" + "园" * count + "30所", "30所")
    assert tally_of(draft.mentions[0], draft, default()).kind == kind


@pytest.mark.parametrize(
    ("text", "most", "words"),
    [
        ("床位\n达 到30张", 5, "位达到"),
        ("床位达到30张", 4, "床位达到"),
        ("床位达到30张", 9, "床位达到"),
        ("床位达到30张", 1, "到"),
    ],
)
def test_words_before(text: str, most: int, words: str) -> None:
    draft = told(text, "30张")
    assert words_before(draft.mentions[0].span[0], most, draft) == words


@pytest.mark.parametrize(
    ("text", "quantities", "whole"),
    [
        ("床位900张，其中护理型400张", ("900张", "400张"), "m1"),
        ("床位900张，其中护理型400张，普惠型200张", ("900张", "400张", "200张"), None),
        ("床位900张。其中护理型400张", ("900张", "400张"), None),
        ("床位900张；其中护理型400张", ("900张", "400张"), None),
        ("床位900张，护理型400张", ("900张", "400张"), None),
        ("其中护理型400张", ("400张",), None),
    ],
)
def test_what_is_broken_down(text: str, quantities: tuple[str, ...], whole: str | None) -> None:
    draft = told(text, *quantities)
    found = whole_of(len(quantities) - 1, draft, default())
    assert (found and found.id) == whole


@pytest.mark.parametrize(("between", "found"), [(7, True), (8, False)])
def test_what_a_long_list_breaks_down(between: int, found: bool) -> None:
    """No more than eight mentions before the number are looked at."""
    parts = [f"{n}张" for n in range(1, 1 + between)]
    text = "床位990张其中" + "".join(parts) + "400张"
    draft = told(text, "990张", *parts, "400张")
    assert (whole_of(len(draft.mentions) - 1, draft, default()) is not None) is found


# ---------------------------------------------------------------- mentions that are compared


@pytest.mark.parametrize(
    ("text", "quantity", "subject", "compared"),
    [
        ("全市公办园达到30所", "30所", "公办园", False),  # three characters: may be one building's
        ("全市公办园达到30所", "30所", "全区公办园", True),
        ("公办园所达到30所", "30所", "公办园所", True),
        ("公办园总数达到30所", "30所", "公办园", True),
        ("公办园总数按照规划要求将达到30所", "30所", "公办园", False),
        ("总数，公办园达到30所", "30所", "公办园", False),
        ("耕地面积达到30万亩", "30万亩", "耕地面积", True),
        ("就业率达到30%", "30%", "就业率", True),
        ("公办园占30%", "30%", "公办园", True),
        ("满意度达到30分", "30分", "满意度", True),
        ("寿命达到80岁", "80岁", "寿命", True),
        ("床位达到若干", "若干", "公办幼儿园", False),
    ],
)
def test_mentions_of_the_whole_area(text: str, quantity: str, subject: str, compared: bool) -> None:
    matter = matter_of(told(text, quantity, subject=subject), default())
    assert bool(matter.said) is compared


@pytest.mark.parametrize(
    ("clause", "compared"),
    [
        ("每千人口床位", True),
        ("全市每千人口床位", True),
        ("县级医院每千人口床位", False),
        ("社区每千人口床位", False),
        ("医院每千人口床位", False),
        ("社区，每千人口床位", True),
        ("全市经济技术开发区每千人口床位", False),
        ("医院的每千人口床位", True),
    ],
)
def test_whose_rate_it_is(clause: str, compared: bool) -> None:
    lines = f"text {clause}\nsaid target 2025 每千人口床位 7张"
    assert bool(matter_of(sketch(lines, default()), default()).said) is compared


# ---------------------------------------------------------------- printed values of a role and year


def number(amount: float, year: int | None, role: str | None = None, scope: str = "") -> Value:
    return Value(
        text=str(amount), kind="number", value=amount, year=year, role=role, scope=scope or None
    )


@pytest.mark.parametrize(
    ("role", "year", "found"),
    [
        ("target", 2025, [55]),
        ("target", 2035, [60]),
        ("target", 2030, []),
        ("target", None, []),
        ("standard", 2035, [60]),
        ("baseline", 2020, [50]),
        ("baseline", None, [50]),
        ("baseline", 2018, []),
    ],
)
def test_values_of_the_role_and_year(
    role: MentionRole, year: int | None, found: list[float]
) -> None:
    """The goal of a higher level is never meant, nor one of several where no year is named."""
    draft = sketch("row 1 | 森林覆盖率（%） | 50 | 55\nsaid target 2025 森林覆盖率 57%", default())
    row = draft.indicators[0].model_copy(
        update={
            "others": (
                number(60, 2035, "target"),
                number(70, 2030, "target", "市级"),
                Value(text="完成下达任务", kind="text", year=2030, role="target"),
            )
        }
    )
    mention = draft.mentions[0]
    said = mention.model_copy(
        update={
            "role": role,
            "value": mention.value.model_copy(update={"year": year}),
        }
    )
    assert [value.value for value in values(said, year, row)] == found


def test_a_goal_without_a_year_is_of_any() -> None:
    draft = sketch("row 1 | 森林覆盖率（%） | 50 | 55\nsaid target 2030 森林覆盖率 57%", default())
    row = draft.indicators[0].model_copy(update={"target": number(55, None)})
    assert [value.value for value in values(draft.mentions[0], 2030, row)] == [55]
