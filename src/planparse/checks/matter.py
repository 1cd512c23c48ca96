"""What a check is, and what it is given: the whole of what is known of one plan.

A new check is one file in `kinds/`, named for the kind of finding that it reports, and
one line in `registry.py`:

    @check("unit-missing")
    def unit_missing(matter: Matter) -> Iterator[Finding]:
        ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from planparse.checks.announced import Announced
from planparse.checks.matching.names import Namer
from planparse.checks.matching.said import Said
from planparse.checks.matching.table_rows import RowEnds, TableRows
from planparse.checks.places import Places
from planparse.checks.running_text import RunningText
from planparse.checks.sums.ledger import Ledger
from planparse.checks.sureness import Sureness
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding, FindingKind, Mention, Section


class Matter(Struct, frozen=True):
    """What every check may look at."""

    draft: Draft
    """The records of the plan, and the text that they were read from."""
    grammar: Grammar
    """The words and patterns of a domain expert."""
    namer: Namer
    """Tells whether two names speak of one thing."""
    rows: TableRows
    """What the plan's tables print, by the names that prose may have for it."""
    row_ends: RowEnds
    """Finds a row of indicators by the end of its name."""
    places: Places
    """Says in words where a record is printed."""
    sureness: Sureness
    """Says what speaks against a row or a table."""
    said: tuple[Said, ...]
    """The mentions that may be compared with a table, by their names."""
    prose: RunningText
    """All paragraphs as one text."""
    units: tuple[str, ...]
    """The unit that the number of each mention is brought to; "" for none."""
    of_unit: Mapping[str, Sequence[int]]
    """The indexes of the mentions by the unit that their numbers are brought to; "" for none."""
    subjects: str
    """What the mentions are of, one a line: a word that is not in it is in none of them."""
    unclear: dict[tuple[str, str | None], bool] = field(default_factory=dict)
    """What `is_unclear` says of mentions, by their ids and subjects: several checks ask for the same."""

    ledgers: dict[str, Ledger] = field(default_factory=dict)
    """The tables that were read for sums, by their ids: several checks reckon with the same."""

    announced: dict[str, list[Announced]] = field(default_factory=dict)
    """What is said of how many rows tables have, by their ids: several checks ask for the same."""

    @property
    def sections(self) -> dict[str, Section]:
        """The headings by id."""
        return self.places.sections

    def headings_above(self, mention: Mention) -> Iterator[Section]:
        """The headings that a mention stands under, the nearest first."""
        section = self.sections.get(mention.section or "")
        while section is not None:
            yield section
            section = self.sections.get(section.parent or "")

    def mentions_of(self, unit: str) -> list[Mention]:
        """The mentions whose numbers are brought to a unit, in order: few checks look at all units."""
        return [self.draft.mentions[at] for at in self.of_unit.get(unit, ())]

    def below(self, section: Section) -> Sequence[Section]:
        """The headings right below one, in order."""
        return self.places.below.get(section.id, ())


Comparison = Callable[[Matter], Iterator[Finding]]
"""What a check does: it looks at the matter and yields findings without ids."""


class Check(Struct, frozen=True):
    """One way to compare a plan with itself, called with a plan's matter.

    It says what contradicts what and where both stand, and never repairs. What cannot be
    decided gives no finding.
    """

    name: str
    kinds: tuple[FindingKind, ...]
    """The kinds of findings that it may report, and no other."""
    compare: Comparison

    def __call__(self, matter: Matter) -> Iterator[Finding]:
        """The findings in this plan, each of one of the check's kinds, without ids."""
        return self.compare(matter)


def check(*kinds: FindingKind) -> Callable[[Comparison], Check]:
    """Makes a `Check` of a function; `kinds` are all kinds of findings that the function yields."""

    # The function has the name of its file, so that a check by its name is found at once.
    def made(compare: Comparison) -> Check:
        return Check(compare.__name__, kinds, compare)

    return made
