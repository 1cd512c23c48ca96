"""Which printed value a mention speaks of: by its name, its role and year, and what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.matching.comparable import Extent, Measure, both_hold, keeps, on_one_scale
from planparse.checks.matching.counted import Tally, is_part, is_rate, tally_of, whole_of
from planparse.checks.matching.names import Name, Namer
from planparse.checks.matching.table_rows import Rows, based_mention
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Indicator, Mention, Value

Pair = tuple[Extent, Extent]
Near = tuple[Name, Indicator, Value, Pair, Name]
"""A printed value under the table's name, with both extents and the name that prose gave it."""
PROMISES = ("target", "standard")
_VAGUE = 3
"""Names of so few characters (床位, 面积) stand in many sentences that mean something else."""


class Meant(NamedTuple):
    """A printed value that a mention speaks of, by its row's full name or a shortened one."""

    indicator: Indicator
    value: Value
    pair: Pair
    in_full: bool


class Said:
    """A mention with its name; what it counts is only looked up where a row of that name is there."""

    __slots__ = ("_at", "_draft", "_grammar", "_namer", "_tally", "mention", "name")

    def __init__(self, mention: Mention, at: int, draft: Draft, grammar: Grammar, namer: Namer) -> None:
        self.mention = mention
        self.name = namer.name(mention.subject or "", mention.per)
        self._at, self._draft, self._grammar, self._namer = at, draft, grammar, namer
        self._tally: Tally | None = None

    @property
    def tally(self) -> Tally:
        """What the number counts."""
        if self._tally is None:
            self._tally = tally_of(self.mention, self._draft, self._grammar)
        return self._tally

    @property
    def is_part(self) -> bool:
        """Whether the number is of a part (其中)."""
        return is_part(self.mention, self._draft, self._grammar)

    @property
    def is_total(self) -> bool:
        """Whether 总数 stands before the number (新增5个，总数达到14个): then a short name is of all there are."""
        at = self.mention.span[0]
        before = "".join(self._draft.source.text[max(0, at - 12) : at].split())
        return "总" in before and self._grammar.pattern("checks.in-total").search(before) is not None

    @property
    def is_narrowed(self) -> bool:
        """Whether whose rate it is stands before its 每 (县级医院每千人口床位)."""
        if self.mention.per is None:
            return False
        at = self.mention.span[0]
        clause = "".join(self._draft.source.text[max(0, at - 40) : at].split())
        each = clause.rfind("每")
        before = clause[max(0, each - 6) : each] if each > 0 else ""
        found = self._grammar.pattern("checks.scope-before").search(before)
        return found is not None and found[0] not in (self.mention.subject or "")

    @property
    def added(self) -> Name:
        """The name with what says that it is added: 新增公租房, where the subject is 公租房."""
        word, subject = self.tally.word, self.mention.subject or ""
        return self.name if not word or word in subject else self._namer.name(word + subject, self.mention.per)

    @property
    def whole(self) -> Name | None:
        """The name of what 其中 breaks down."""
        whole = whole_of(self._at, self._draft, self._grammar)
        return self._namer.name(whole.subject, whole.per) if whole and whole.subject else None


def all_said(draft: Draft, grammar: Grammar, namer: Namer) -> Iterator[Said]:
    """The mentions that can be held against a printed value: goals, states and norms with a name of their own."""
    for n, mention in enumerate(draft.mentions):
        if mention.subject and comparable(mention):
            said = Said(based_mention(mention, grammar), n, draft, grammar, namer)
            if said.is_total or not (is_vague(said.mention, said.name, grammar) or said.is_narrowed):
                yield said


def spoken_of(
    said: Said, rows: Rows, grammar: Grammar, namer: Namer
) -> list[Meant]:
    """The value that a mention speaks of, or those that bear it out; none where it is unsure."""
    mention = said.mention
    near = _near_rows(said, rows, grammar, namer)
    if not near and mention.role != "standard":
        near = _near(said, said.name, rows.near(said.name, cells=True), rows, grammar, namer)
    fit = [n for n in near if namer.same(n[4], n[0])]
    if borne := [_meant(n) for n in fit or near if agree(mention, n[3])]:
        return borne  # jieba need not say whether a name is alike whose value agrees
    if mention.role != "standard":  # a norm is held against a goal only where it names it in full
        fit = fit or [n for n in near if namer.alike(n[4], n[0])]
    return [_meant(n) for n in fit[:1]]


def _meant(near: Near) -> Meant:
    other, indicator, value, pair, name = near
    return Meant(indicator, value, pair, in_full=not (other.elided or other.themeless or name.elided))


def _near_rows(said: Said, rows: Rows, grammar: Grammar, namer: Namer) -> list[Near]:
    """Indicators that may be meant: by the name, by that of what is added, or by a share's shorter name."""
    found = _near(said, said.name, rows.near(said.name), rows, grammar, namer)
    if rows.adds and not is_rate(said.mention) and said.added is not said.name:
        found += _near(said, said.added, rows.near(said.added), rows, grammar, namer)
    if not found and said.is_part and (whole := said.whole):
        joined = namer.name(said.name.plain + whole.plain)  # 每千人口床位6.1张，其中公立医院3.4张
        found = _near(said, joined, rows.near(joined), rows, grammar, namer)
    short = None if found else namer.elided(said.name)
    if short is None:
        return found
    full = [r for r in rows.near(short) if not r[1].elided]  # of two wholes left out, one may be another
    return _near(said, short, full, rows, grammar, namer)


def _near(
    said: Said, name: Name, rows: list[tuple[Indicator, Name]], table: Rows, grammar: Grammar, namer: Namer
) -> list[Near]:
    """Values of the mention's role and year, on one scale with it, under names that may be its subject's.

    A goal of a plan for some people is a goal for them; a state that does not name them may be that of all.
    """
    goal = said.mention.role == "target"
    return [
        (other, indicator, value, pair, name)
        for indicator, other in rows if not other.themeless or (goal and not name.whole)
        for value in values(said.mention, indicator)
        if one_tally(said, name, indicator, value, table, namer)
        and (pair := pair_of(said.mention, indicator, value, grammar)) is not None
    ]


def one_tally(
    said: Said, name: Name, indicator: Indicator, value: Value, rows: Rows, namer: Namer
) -> bool:
    """Whether number and printed value count in one way: both what there is, or both what is added."""
    tally = said.tally
    if tally.kind in ("start", "yearly"):
        return False
    if said.mention.value.year is None and tally.year not in (None, value.year):
        return False  # the sentence speaks of another year, and may still do so here
    if value.basis == "cumulative":
        return tally.kind == "added" or (tally.kind == "state" and tally.period)
    if tally.kind == "added":  # only a row of that very name, and for no span of years
        return not tally.period and tally.word in indicator.name and name == said.added
    parent = rows.parent(indicator)
    if tally.kind != "part" or (parent is None and is_rate(said.mention)):
        return True
    return parent is not None and said.whole is not None and namer.contains(parent, said.whole)


def is_vague(mention: Mention, name: Name, grammar: Grammar) -> bool:
    """Whether a bare count (床位20张) has too short a name: it may be one building's."""
    bare = len(name.plain) <= _VAGUE and not name.whole and not name.plain.endswith(("率", "比", "度"))
    if not bare or is_rate(mention) or (mention.unit is not None and mention.unit.dimension == "age"):
        return False
    return grammar.pattern("checks.telling-suffix").search(mention.subject or "") is None


def pair_of(
    mention: Mention, indicator: Indicator, value: Value, grammar: Grammar
) -> Pair | None:
    """Both values on one scale; None where they cannot be compared."""
    told = mention.value
    if value.basis == "cumulative":  # `one_tally` says whether the number is such a sum
        told = told.model_copy(update={"basis": value.basis})
    said = Measure(told, mention.unit, mention.per)
    return on_one_scale(said, Measure(value, indicator.unit, indicator.per), grammar)


def comparable(mention: Mention) -> bool:
    """Whether a mention prints a number that a table might, as a goal, a state or a norm."""
    if mention.value.kind not in ("number", "range", "ratio"):
        return False
    return mention.role in ("target", "baseline") or (
        mention.role == "standard" and mention.value.comparator in ("=", None)
    )


def values(mention: Mention, indicator: Indicator) -> Iterator[Value]:
    """The indicator's values of the mention's role and year; a higher level's goal is never meant."""
    year = mention.value.year
    main = indicator.target if mention.role in PROMISES else indicator.baseline
    role = "target" if mention.role in PROMISES else "baseline"
    values: tuple[Value | None, ...] = (main, *(o for o in indicator.others if o.role == role and not o.scope))
    goals = {v.year for v in values if v is not None and v.kind in ("number", "range", "ratio")}
    if year is None and len(goals) > 1:
        return  # goals for several years, and nothing says which is meant
    for value in values:
        if value is None or value.kind not in ("number", "range", "ratio"):
            continue
        if (year is None and value is main) or (year is not None and value.year in (year, None)):
            yield value


def agree(mention: Mention, pair: Pair) -> bool:
    """Whether mention and printed value can both hold: a promise kept, or two facts true."""
    return keeps(*pair) if mention.role in PROMISES else both_hold(*pair)
