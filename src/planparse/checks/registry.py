"""A plan compared with itself: the checks in order, each from records to findings.

A check says what contradicts what, where both stand, and never repairs. What
cannot be decided gives no finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from planparse.checks.heading_numbers import heading_numbers
from planparse.checks.matching.names import Namer
from planparse.checks.matching.table_rows import Rows
from planparse.checks.part_exceeds_whole import parts_over_wholes
from planparse.checks.places import Places
from planparse.checks.prose_contradicts_table import prose_contradicts_table
from planparse.checks.row_sums import sums
from planparse.checks.serial_numbers import table_numbers
from planparse.checks.unreadable_cells import missing_units, unreadable_cells
from planparse.checks.weaker_targets import weaker_than_baseline, weaker_than_superior
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding


@dataclass(frozen=True, slots=True)
class Matter:
    """What every check may look at: the records, the rules, how names are compared, what tables print under them, where things stand."""

    draft: Draft
    grammar: Grammar
    namer: Namer
    rows: Rows
    places: Places


Check = Callable[[Matter], Iterator[Finding]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("heading numbers", lambda m: heading_numbers(m.draft, m.places)),
    ("table numbers", lambda m: table_numbers(m.draft, m.grammar, m.places)),
    ("units", lambda m: missing_units(m.draft, m.grammar, m.places)),
    ("cells", lambda m: unreadable_cells(m.draft, m.grammar, m.places)),
    ("sums", lambda m: sums(m.draft, m.grammar, m.places)),
    ("parts", lambda m: parts_over_wholes(m.draft, m.grammar, m.places)),
    ("prose and table", lambda m: prose_contradicts_table(m.draft, m.grammar, m.namer, m.rows, m.places)),
    ("goal and baseline", lambda m: weaker_than_baseline(m.draft, m.grammar, m.namer, m.rows, m.places)),
    ("goal and higher level", lambda m: weaker_than_superior(m.draft, m.grammar, m.namer, m.places)),
)


def check_plan(draft: Draft, grammar: Grammar) -> Draft:
    """The draft with its findings, in the order of the text, numbered f1, f2, …"""
    namer = Namer(grammar, draft.head.region)
    matter = Matter(draft, grammar, namer, Rows(draft, grammar, namer), Places(draft))
    found = [f for _, check in CHECKS for f in check(matter)]
    found.sort(key=lambda f: f.span)  # stable: within one place in the order of CHECKS
    numbered = (f.model_copy(update={"id": f"f{n}"}) for n, f in enumerate(found, 1))
    return replace(draft, findings=tuple(numbered))
