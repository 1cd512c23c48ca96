"""count-mismatch of steps and of names before their number.

分三步走 with two of them; 水源、管网、监测四大工程; 东坡镇、西坡镇、南坡镇共4个镇.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding

LONGEST_LIST = 3000
"""Characters behind an announcement that its steps stand in."""

FEWEST_STEPS = 2

FEWEST_NAMES = 3

FARTHEST = 2
"""Names that miss their number by more are counted in another way."""

JOINTS = "和与及"


@check("count-mismatch")
def counted_steps(matter: Matter) -> Iterator[Finding]:
    """Numbers of steps, and numbers behind names, that are not as many as are told."""
    grammar = matter.grammar
    words = grammar.words("checks.steps-words")
    for found in matter.prose.finditer_with(words, grammar.pattern("checks.steps-announced")):
        announced = read_integer(found["number"])
        told = _steps(found, matter)
        if announced is not None and told not in (None, announced):
            yield _finding(found, found[0], told or 0, matter)
    units = grammar.words("checks.counts-of-names")
    for found in matter.prose.finditer_with(units, grammar.pattern("checks.names-and-number")):
        announced = read_integer(found["number"])
        counts = _names(_list_before(found, matter))
        if announced is None or not counts or announced in counts:
            continue
        # Of many that are meant 等 leaves the others out, and never are they fewer than are named.
        if found["others"] is not None and announced > counts[0]:
            continue
        if min(abs(announced - count) for count in counts) <= FARTHEST:
            yield _finding(found, found["counted"], counts[0], matter)
    yield from _counted_behind(matter)
    yield from _in_brackets(matter)


def _in_brackets(matter: Matter) -> Iterator[Finding]:
    """六大重点行动（科学技术、产业升级、…）."""
    words = matter.grammar.words("checks.counts-of-names")
    pattern = matter.grammar.pattern("checks.number-and-bracket")
    for found in matter.prose.finditer_with(words, pattern):
        announced = read_integer(found["number"])
        counts = _names(found["names"])
        if announced is None or not counts or announced in counts:
            continue
        if min(abs(announced - count) for count in counts) <= FARTHEST:
            yield _finding(found, found["counted"], counts[0], matter)


def _counted_behind(matter: Matter) -> Iterator[Finding]:
    """Names of one kind, and behind them how many they are in all."""
    grammar = matter.grammar
    words = grammar.words("checks.in-all-words")
    for found in matter.prose.finditer_with(words, grammar.pattern("checks.names-in-all")):
        announced = read_integer(found["number"])
        listed = _list_before(found, matter)
        names = listed.split("、")
        if announced is None or len(names) < FEWEST_NAMES or not _are_counted(names, found, matter):
            continue
        # 呼和浩特 is one name, and 东坡和西坡 are two.
        joined = sum(any(mark in name[1:-1] for mark in JOINTS) for name in names)
        is_of_all = found["opened"] is not None
        counts = range(len(names), len(names) + (joined if is_of_all else 0) + 1)
        if announced in counts:
            continue
        if min(abs(announced - count) for count in counts) <= FARTHEST:
            yield _finding(found, found["counted"], counts[0], matter)


def _are_counted(names: Sequence[str], found: regex.Match[str], matter: Matter) -> bool:
    """Whether the number is of the names: 东坡镇、西坡乡 of 乡镇, and of 12个村 it is not.

    Where nothing is named behind the number (东河桥、西河桥、南河桥共3座), they only have to be of one kind;
    places may be those in which something else is counted. In brackets (共35座) it is of all that the
    sentence says.
    """
    if found["opened"] is not None and not found["noun"]:
        listed = matter.prose.sentence_before(found.start("opened"))
        return listed.rpartition("：")[2].split("、") == list(names)
    ends = {name[-1] for name in names}
    if found["noun"]:
        return ends <= set(found["noun"])
    return len(ends) == 1 and not ends & set(matter.grammar.words("checks.ends-of-places"))


def _steps(found: regex.Match[str], matter: Matter) -> int | None:
    """How many ordinals of the announced steps run on behind it; None where it lists none."""
    body = matter.prose.text[found.end() : found.end() + LONGEST_LIST]
    count, at = 0, 0
    for ordinal in matter.grammar.words("checks.step-ordinals"):
        step = f"{ordinal}期" if found["step"] == "期" else f"第{ordinal}{found['step']}"
        at = body.find(step, at)
        if at < 0:
            break
        count += 1
    # Of phases and lots some may be told, of steps all are.
    is_all = found["step"] in matter.grammar.words("checks.steps-told-to-the-end")
    return count if count >= FEWEST_STEPS and is_all else None


def _list_before(found: regex.Match[str], matter: Matter) -> str:
    """All names of the list that a number stands right behind, divided by 、; "" where they are no list."""
    before = matter.prose.sentence_before(found.start())
    first = matter.grammar.pattern("checks.names-before").search(before)
    return f"{first['names']}、{found['last']}" if first is not None else ""


def _names(names: str) -> tuple[int, ...]:
    """How many names there are: of one with 和 nobody can tell, unless it is the last."""
    parts = names.split("、")
    if len(parts) < FEWEST_NAMES:
        return ()
    if any(mark in part[1:-1] for part in parts[:-1] for mark in JOINTS):
        return ()
    last = any(mark in parts[-1][1:-1] for mark in JOINTS)
    return (len(parts), len(parts) + 1) if last else (len(parts),)


def _finding(found: regex.Match[str], what: str, told: int, matter: Matter) -> Finding:
    span = matter.prose.span_of(*found.span())
    return finding(
        "count-mismatch",
        "warning",
        what,
        f"{matter.places.line(span)}说“{what}”，所列为{told}项，与“{found['number']}”不符。",
        sides=[span],
        span=span,
    )
