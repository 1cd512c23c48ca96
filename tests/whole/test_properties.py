"""Laws that hold for every plan, whatever it says and in whatever shape it is printed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from compare import core, differences, per_of
from laws import assert_lossless, assert_spans_slice
from planparse import parse
from plans import Content, Sheet, expected, fixtures, value_of
from rendering import LOSES, SHAPES, render
from strategies import decimals, plans

_FIXTURES = fixtures()


def fits(plan: Content, shape: str) -> bool:
    """Whether a shape can print this plan at all without losing what the law asks for."""
    sheet = next(b.sheet for b in plan.boxes if b.kind == "indicators")
    assert sheet is not None
    spanning = any(row[1] == "<" for row in sheet.body)
    numbered = "number" in sheet.roles or any("|" in cell for row in sheet.body for cell in row)
    if shape == "space flattened, between" and "number" in sheet.roles:
        # The second half of a name that has no serial of its own reads like a label of the rows below.
        at = sheet.roles.index("number")
        if any(row[at] in ("", "^") and row[1] != "<" for row in sheet.body):
            return False
    if shape.startswith(
        "space flattened"
    ):  # without a serial, no one can tell a label from a wrapped name
        return numbered or not (spanning or "category" in sheet.roles)
    if shape == "column by column":
        if spanning:  # its label has no place in the columns of values
            return False
        # Where both columns in front of the names are cut short, the names look like a column run into the text.
        return not ("category" in sheet.roles and _shares_serials(sheet))
    return True


def _shares_serials(sheet: Sheet) -> bool:
    """Whether a serial number stands for several rows."""
    if "number" not in sheet.roles:
        return False
    at = sheet.roles.index("number")
    return any(row[at] == "^" for row in sheet.body)


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
@given(plan=plans())
def test_the_indicators_read_are_the_ones_printed(shape: str, plan: Content) -> None:
    """Whatever shape a plan is printed in, the indicators read back are the ones printed."""
    assume(fits(plan, shape))
    text = render(plan, shape)
    want = expected(plan)["indicators"]
    want = [w | {"per": per_of(w)} for w in want]
    wrong = differences(want, core(parse(text)), LOSES.get(shape, frozenset()))
    assert not wrong, "\n".join([*wrong, "", text])


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
@given(plan=plans())
def test_spans_slice_and_nothing_is_lost(shape: str, plan: Content) -> None:
    """A record with text and span slices to it, and every visible character lies in exactly one leaf."""
    read = parse(render(plan, shape))
    assert_spans_slice(read)
    assert_lossless(read)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("plan", _FIXTURES, ids=lambda p: p.name)
def test_every_plan_of_ours_reads_in_every_shape(plan: Content, shape: str) -> None:
    """Our own plans, with footnotes, breakdowns and several tables, give their indicators in any shape."""
    read = parse(render(plan, shape))
    assert_spans_slice(read)
    assert_lossless(read)
    if not fits(plan, shape):
        pytest.skip(f"{shape}: this plan's labels are lost in print")
    ignore = LOSES.get(shape, frozenset()) | plan.ignored
    wrong = differences(expected(plan)["indicators"], core(read), ignore)
    assert not wrong, "\n".join(wrong)


@given(plan=plans(), shape=st.sampled_from(sorted(SHAPES)))
def test_parsing_is_deterministic(plan: Content, shape: str) -> None:
    """The same text gives the same bytes."""
    text = render(plan, shape)
    assert parse(text).model_dump_json() == parse(text).model_dump_json()


_PLANNING = st.text(
    "一二三、（）()1234567890.．％%年规划专栏表附件单位：类别序号指标其中注①“”《》〔〕号"
    "\t\n\r\f 　|<>/tdr*#—…≥",
    max_size=400,
)


@given(st.one_of(st.text(max_size=400), _PLANNING))
def test_any_text_at_all_is_read(text: str) -> None:
    """Any text parses without an exception, and loses nothing."""
    assert_lossless(parse(text))


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """One of our plans with lines deleted, doubled and swapped."""
    plan = draw(st.sampled_from(_FIXTURES))
    lines = render(plan, draw(st.sampled_from(sorted(SHAPES)))).split("\n")
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 2)):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(at, lines[at])
            case _:
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


@given(damaged())
def test_a_damaged_plan_is_read(text: str) -> None:
    """A plan with lines gone, doubled or out of place parses without an exception, and loses nothing."""
    read = parse(text)
    assert_spans_slice(read)
    assert_lossless(read)


@given(decimals(), st.sampled_from(("≥{}", "≤{}", "{}以上", "{}左右", "〔{}〕", "{}")))
def test_the_content_model_knows_its_values(number: str, form: str) -> None:
    """The expected value of a printed number is that number: the yardstick itself is straight."""
    value = value_of(form.format(number))
    assert value["kind"] == "number" and value["value"] == float(number)
