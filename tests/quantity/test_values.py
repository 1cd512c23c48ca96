"""Values: one cell each, `fixtures/cases/values.txt` first, then laws."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places import CASES
from planparse import grammar
from planparse.errors import GrammarError
from planparse.model.plan import Per, Unit, Value
from planparse.quantity.cell_values import WORDS, read_cell
from planparse.quantity.units import find_unit, read_per

G = grammar.default()


def read_value(
    text: str,
    grammar: grammar.Grammar,
    *,
    year: int | None = None,
    unit: Unit | None = None,
    per: Per | None = None,
) -> Value:
    """What a cell says, without its footnote marks."""
    value, _ = read_cell(text, grammar, year=year, unit=unit, per=per)
    return value


def cases() -> list[tuple[str, str]]:
    """(cell, expected) of every line `cell => expected`; `\\n` in a cell is a line break."""
    lines = (CASES / "values.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" => ") for line in lines if line and not line.startswith("#")]
    return [(cell.replace("\\n", "\n").strip("'"), expected) for cell, expected in pairs]


def label(part: Value) -> str:
    return f"{part.label}: " if part.label else ""


def shown(value: Value, marks: tuple[str, ...]) -> str:
    """A value as the case file writes it."""
    numbers = (
        [value.value] if value.value is not None else list(value.ratio or (value.low, value.high))
    )
    parts = [str(value.kind)]
    if value.kind == "compound":
        parts += [f"({label(part)}{shown(part, ())})" for part in value.parts]
    elif value.kind not in WORDS:
        parts += [str(value.comparator), " ".join(f"{n:g}" for n in numbers if n is not None)]
    parts += [value.unit.text] if value.unit else []
    parts += [
        f"{k}={v}"
        for k in ("year", "basis", "reference", "remark")
        if (v := getattr(value, k)) is not None
    ]
    return " ".join([*parts, *(f"mark={m}" for m in marks)])


@pytest.mark.parametrize(("cell", "expected"), cases())
def test_a_cell(cell: str, expected: str) -> None:
    assert shown(*read_cell(cell, G)) == expected


def test_text_is_as_printed_without_white_space() -> None:
    assert read_value(" ９.0\n 左右\u3000", G).text == "９.0左右"


def test_the_column_s_year_yields_to_the_cell_s() -> None:
    assert read_value("3.6（2014年）", G, year=2020).year == 2014
    assert read_value("3.6", G, year=2020).year == 2020
    assert read_value("—", G, year=2020).year == 2020


NORMALIZED = [
    ("6.15", "张", 1000, 0.00615, "{bed}"),
    ("≥95%", None, None, 0.95, "1"),
    ("3.2万", "人", None, 32000.0, "{person}"),
    ("3.2万", "万人", None, 32000.0, "{person}"),
    ("1.5亿", None, None, 150000000.0, "1"),
    ("1:1.38", None, None, 0.7246376811594203, "1"),
    ("比2015年降低30%", "张", 1000, -0.3, "1"),
    ("500亿元", "万元", None, 50000000000.0, "CNY"),
    ("17.8", "1/10万", None, 0.000178, "1"),
]


@pytest.mark.parametrize(("cell", "unit", "count", "value", "base"), NORMALIZED)
def test_a_value_in_its_base_unit(
    cell: str, unit: str | None, count: int | None, value: float, base: str
) -> None:
    per = Per(count=count, of="人口") if count else None
    got = read_value(cell, G, unit=find_unit(unit or "", G), per=per).normalized
    assert got is not None
    assert (got.value, got.unit) == (value, base)


@pytest.mark.parametrize("cell", ["2—3", "全覆盖", "—", "1:0"])
def test_what_is_no_single_number_is_not_normalised(cell: str) -> None:
    assert read_value(cell, G, unit=find_unit("张", G)).normalized is None


COMPARATORS = [
    (w, str(r.attrs["sign"]), r.attrs["place"]) for r in G.group("comparator") for w in r.words
]
BEFORE = [(w, sign) for w, sign, place in COMPARATORS if place == "before"]
AFTER = [(w, sign) for w, sign, place in COMPARATORS if place == "after"]
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
UNITS = ["", "%", "％", "‰", "人", "万元", "张", "个百分点", "微克/立方米", "/10万", "台（套）"]
numbers = st.decimals(min_value=0, max_value=10**9, places=2)


@given(numbers, st.sampled_from(BEFORE), st.sampled_from(UNITS), st.booleans())
def test_a_word_before_a_number_is_its_comparator(
    number: Decimal, word: tuple[str, str], unit: str, wide: bool
) -> None:
    """A number printed behind any comparator is read back, and the comparator with it."""
    digits = str(number).translate(WIDE) if wide else str(number)
    value = read_value(f"{word[0]}{digits}{unit}", G)
    assert (value.kind, value.value, value.comparator) == ("number", float(number), word[1])
    assert (value.unit.text if value.unit else "") == unit


@given(numbers, st.sampled_from(AFTER), st.sampled_from(UNITS))
def test_a_word_behind_a_number_is_its_comparator(
    number: Decimal, word: tuple[str, str], unit: str
) -> None:
    """A number printed before any comparator is read back, and the comparator with it."""
    if word[0] == "起" and not unit:  # 5起 counts incidents
        return
    value = read_value(f"{number}{unit}{word[0]}", G)
    assert (value.kind, value.value, value.comparator) == ("number", float(number), word[1])
    assert (value.unit.text if value.unit else "") == unit


@given(
    numbers,
    numbers,
    st.sampled_from(["—", "-", "~", "～", "－", "至", "——"]),
    st.sampled_from(UNITS),
)
def test_a_range_keeps_both_numbers(a: Decimal, b: Decimal, dash: str, unit: str) -> None:
    """Two numbers around a dash are a range; the unit may stand behind one or both."""
    low, high = sorted((a, b))
    for cell in (f"{low}{dash}{high}{unit}", f"{low}{unit}{dash}{high}{unit}"):
        value = read_value(cell, G)
        assert (value.kind, value.low, value.high) == ("range", float(low), float(high))
        assert (value.unit.text if value.unit else "") == unit


@given(
    numbers,
    st.sampled_from(["*", "①", "[1]", "注2", "（注）", "²"]),
    st.sampled_from(["", "%", "张"]),
)
def test_a_mark_is_no_part_of_a_number(number: Decimal, mark: str, unit: str) -> None:
    """A footnote mark behind a number changes neither its value nor its unit."""
    value, marks = read_cell(f"{number}{unit}{mark}", G)
    assert (value.value, value.unit.text if value.unit else "", marks) == (
        float(number),
        unit,
        (mark,),
    )


@pytest.mark.parametrize(
    ("unit", "cell", "expected"),
    [
        # Each of two amounts in its own unit: of power, and of energy.
        ("万千瓦/万千瓦时", "150/300", "1500000 kW, 3000000 kW.h"),
        ("个、亩", "12/30", "12 {item}, 20000 m2"),
        ("万平方米/公里", "20/≥5", "200000 m2, 5000 m"),
        # One unit for both: a price, a length per area, an amount per year, and what has one place.
        ("元/平方米", "6000/4500", "6000 CNY/m2, 4500 CNY/m2"),
        ("公里/平方公里", "18/16", "0.018 m/m2, 0.016 m/m2"),
        ("万元/年", "3/5", "none, none"),
        ("万元/年", "30/50", "300000 CNY/a, 500000 CNY/a"),
        ("个/万人", "城区12、乡镇8", "0.0012 {item}/{person}, 0.0008 {item}/{person}"),
        # Nobody knows: so many for each, or things and people; and three values of two units.
        ("个/万人次", "12/30", "none, none"),
        ("万千瓦/万千瓦时", "15/30/45", "none, none, none"),
        # A part that prints its unit needs no other.
        ("个/万人次", "12个、30万人次", "12 {item}, 300000 {person-time}"),
    ],
)
def test_units_of_several_values_in_one_cell(unit: str, cell: str, expected: str) -> None:
    value = read_value(cell, G, unit=find_unit(unit, G))
    shown = []
    for part in value.parts or (value, value):
        of = part.normalized
        shown.append(f"{of.value:.9g} {of.unit}" if of else "none")
        assert (part.unit is None) == (of is None) or not value.parts
    assert ", ".join(shown) == expected
    assert value.unit is None or value.unit.text == unit


SIGNS = "0123456789.,%‰-—~:[]〔〕（）()比较年以上内约万亿人个提高降低到①*≥＜ 2025"


@given(st.text(max_size=60) | st.text(SIGNS, max_size=24))
def test_no_cell_raises(text: str) -> None:
    """Any string is one of the nine kinds, and its fields are those of its kind."""
    value, _ = read_cell(
        text, G, year=2025, unit=find_unit("人", G), per=Per(count=1000, of="人口")
    )
    assert value.text == "".join(text.split())
    filled = {
        "number": value.value is not None,
        "relative": value.value is not None or value.low is not None,
        "range": value.low is not None and value.high is not None,
        "ratio": value.ratio is not None,
        "compound": len(value.parts) > 1 and value.value is None,
    }
    assert filled.get(value.kind, value.value is None and value.comparator is None)


def test_a_comparator_without_place_names_file_and_rule(tmp_path: Path) -> None:
    pack = tmp_path / "my.toml"
    pack.write_text(
        "[[comparator]]\nid='my.c'\nwords=['差不多']\nsign='≈'\nplace='inside'", encoding="utf-8"
    )
    with pytest.raises(GrammarError, match=r"my\.toml: my\.c: .place"):
        read_value("差不多5", grammar.load(pack))


def test_values_of_real_plans(corpus: Path) -> None:
    """Every value cell that the gold holds is read as the gold says."""
    wrong = []
    for path in sorted(corpus.glob("*/indicators.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for gold in filter(None, (row["baseline"], row["target"], *row["others"])):
                got = read_value(gold["text"], G).model_dump(mode="json")
                keys = ("kind", "comparator", "value", "low", "high", "ratio")
                wrong += [gold["text"]] if any(got[k] != gold[k] for k in keys) else []
    assert wrong == []


def rows() -> list[tuple[str, str, str, str, str]]:
    """(name, unit, per, cell, expected) of every line of the table of normalised values."""
    lines = (CASES / "normalized.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if line and not line.startswith("#"):
            printed, expected = line.split(" => ")
            name, unit, per, cell = printed.split(" | ")
            found.append((name, unit, per, cell, expected))
    return found


def worked_out(text: str) -> float:
    """A number of the table: 0.3, 200000/3 or 11.3*31557600."""
    if "*" in text:
        first, second = text.split("*")
        return float(Fraction(first) * Fraction(second))
    return float(Fraction(text))


@pytest.mark.parametrize(("name", "unit", "per", "cell", "expected"), rows())
def test_a_row_is_normalised_as_worked_out_by_hand(
    name: str, unit: str, per: str, cell: str, expected: str
) -> None:
    base = read_per(name, G)
    assert per == (f"{base.count} {base.of}" if base else "-")
    got = read_value(cell, G, unit=find_unit(unit, G), per=base).normalized
    if expected == "none":
        assert got is None
        return
    assert got is not None
    value, code = expected.split(" ")
    assert got.unit == code
    assert got.value == pytest.approx(worked_out(value), rel=1e-12)


def test_the_table_of_normalised_values_is_long_enough() -> None:
    assert len(rows()) >= 200
