"""Which of several proposals is taken: the doubt of a row against lines that are left unread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from planparse import grammar
from planparse.model.doubt import Cause, Doubt
from planparse.model.draft import Draft
from planparse.model.source import Source
from planparse.tables.raw_cells import RawCell
from planparse.tables.recover.finders import text_page
from planparse.tables.recover.proposal import Proposal, badness, choose
from planparse.tables.recover.text_page import TextPage
from planparse.tables.recover.tokens import ColumnLayout

G = grammar.default()
ROW = (RawCell("公路总里程（公里）"), RawCell("410"))
LAYOUT = ColumnLayout((ROW,), ("name", "value"))


def proposal(until: int, doubt: float = 0, *, height: int = 4) -> Proposal:
    """A table of some body rows that ends before the line `until`."""
    rows = [ROW] * (height + 1)
    weighed = Doubt.of([(Cause.EMPTY_VALUE, doubt)])
    return Proposal(rows, until, LAYOUT, doubt=weighed)


@pytest.mark.parametrize(
    ("rows", "known", "height"),
    [
        (5, True, 4),
        (5, False, 5),
        (1, True, 1),
        (0, False, 1),
    ],
)
def test_the_height_counts_body_rows(rows: int, known: bool, height: int) -> None:
    assert Proposal([ROW] * rows, 9, LAYOUT if known else None).height == height


@pytest.mark.parametrize(
    ("one", "first", "last", "bad"),
    [
        (proposal(11), 0, 10, 0),
        (proposal(11, 2), 0, 10, 0.5),  # two empty values in four rows
        (proposal(6), 0, 10, 2),  # half of the lines left, of which all would weigh 4
        (proposal(1), 0, 10, 4),
        (proposal(6, 2), 0, 10, 2.5),
        (proposal(16), 10, 20, 2),
        (proposal(11, 2, height=2), 10, 10, 1),
        (proposal(11), 10, 11, 4),
        (proposal(11), 10, 12, 4),
    ],
)
def test_how_badly_a_proposal_reads(one: Proposal, first: int, last: int, bad: float) -> None:
    rows_a_line = one.height / (one.until - first)
    assert badness(one, first, last, rows_a_line) == pytest.approx(bad)


@dataclass
class Reading:
    """A reading that proposes what it was given, and knows whether it was asked."""

    proposals: tuple[Proposal, ...]
    name: str = "given"
    shape: str = "text"
    signs: str = ""
    marks: tuple[str, ...] = ()
    is_flattened: bool = False
    needs_caption: bool = False
    asked: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        self.asked = True
        yield from self.proposals


def page() -> TextPage:
    return text_page(Draft(Source("", ())), G)


def test_of_proposals_the_one_against_which_the_least_speaks_is_taken() -> None:
    short, long = proposal(3, 0), proposal(11, 4)
    readings = [Reading((proposal(11, 9), short)), Reading((long,))]
    chosen = choose(readings, page(), 0)
    assert chosen and (chosen.reading, chosen.proposal) == (readings[1], long)
    # a reading that stops a line earlier leaves little
    shorter = proposal(10, 1)
    chosen = choose([*readings, Reading((shorter,))], page(), 0)
    assert chosen and chosen.proposal is shorter


@pytest.mark.parametrize(("doubt", "takes_long"), [(7.6, True), (8, False), (8.4, False)])
def test_half_of_the_lines_unread_weighs_as_two_empty_values_a_row(
    doubt: float, takes_long: bool
) -> None:
    short, long = proposal(6), proposal(11, doubt)
    chosen = choose([Reading((short, long))], page(), 0)
    assert chosen and chosen.proposal is (long if takes_long else short)


def test_rows_of_pieces_are_no_better_for_their_number() -> None:
    whole, pieces = proposal(11, 2, height=4), proposal(11, 3, height=8)
    chosen = choose([Reading((pieces, whole))], page(), 0)
    assert chosen and chosen.proposal is whole


def test_of_equals_the_first_is_taken() -> None:
    first, second = proposal(9, 1), proposal(9, 1)
    chosen = choose([Reading((first,)), Reading((second,))], page(), 0)
    assert chosen and chosen.proposal is first
    assert choose([Reading(())], page(), 0) is None


def test_a_certain_proposal_is_taken_without_asking_further() -> None:
    certain = replace(proposal(4, 9), certain=True)
    before, behind = Reading((proposal(9, 0),)), Reading((proposal(9, 0),))
    chosen = choose([before, Reading((certain,)), behind], page(), 0)
    assert chosen and chosen.proposal is certain
    assert not behind.asked
