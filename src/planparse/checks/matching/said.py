"""Mentions that can be compared with a table, with their names and what they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from planparse.checks.matching.counted import (
    Tally,
    is_called_goal,
    is_part,
    is_rate,
    tally_of,
    whole_listed,
    whole_of,
    words_before,
)
from planparse.checks.matching.names import Name, Namer
from planparse.checks.matching.table_rows import EACH, NamedRow, TableRows, with_base
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Mention, ValueKind

# Kinds of values that can be compared.
NUMBERS: frozenset[ValueKind] = frozenset({"number", "range", "ratio"})

# Names of so few characters (床位, 面积) stand in many sentences that mean something else.
LONGEST_VAGUE = 3

# So many characters before a number may say that it is of all there are (总数达到).
LONGEST_TOTAL = 12

# So many characters before a number hold its 每, and so many before that hold whose rate it is.
LONGEST_CLAUSE = 40
LONGEST_SCOPE = 6


class Said:
    """A mention with its name.

    What it counts is only looked up where a row of that name is there, and once for all checks.
    """

    def __init__(
        self,
        mention: Mention,
        at: int,
        draft: Draft,
        grammar: Grammar,
        namer: Namer,
    ) -> None:
        self.mention = mention
        self.name = namer.name(mention.subject or "", mention.per)
        self._at = at
        self._draft = draft
        self._grammar = grammar
        self._namer = namer
        self._near: Sequence[tuple[Name, Sequence[NamedRow]]] | None = None
        """What `near` says: two checks ask of every mention."""

    def near(self, rows: TableRows) -> Sequence[tuple[Name, Sequence[NamedRow]]]:
        """The names that it may go by in a table, each with the rows of a name alike; without such
        as no row has.

        公租房, and 新增公租房 where it is said to be added: that may be a row of its own, and prose may
        say 新增 anywhere before it.
        """
        if self._near is None:
            names = [self.name]
            if rows.adds and not is_rate(self.mention) and self.added is not self.name:
                names.append(self.added)
            self._near = [(name, near) for name in names if (near := rows.near(name))]
        return self._near

    @cached_property
    def tally(self) -> Tally:
        """What the number counts."""
        return tally_of(self.mention, self._draft, self._grammar)

    @cached_property
    def year(self) -> int | None:
        """The year that it is told for; what is called a goal and names none is of the period's end."""
        if self.mention.value.year is not None:
            return self.mention.value.year
        period = self._draft.head.period
        if period is None or not is_called_goal(self.mention, self._draft, self._grammar):
            return None
        return period.end

    @property
    def is_part(self) -> bool:
        """Whether the number is of a part (其中)."""
        return is_part(self.mention, self._draft, self._grammar)

    @property
    def is_total(self) -> bool:
        """Whether 总数 stands before the number (新增5个，总数达到14个).

        Then even a short name is of all there are.
        """
        before = self._words_before(LONGEST_TOTAL)
        in_total = self._grammar.pattern("checks.in-total")
        return in_total.search(before) is not None

    @property
    def is_narrowed(self) -> bool:
        """Whether whose rate it is stands before its 每 (县级医院每千人口床位)."""
        if self.mention.per is None:
            return False
        clause = self._words_before(LONGEST_CLAUSE)
        # Whose rate it is stands right before its 每, and its subject does not say so.
        each = clause.rfind(EACH)
        if each <= 0:
            return False
        scope = clause[max(0, each - LONGEST_SCOPE) : each]
        found = self._grammar.pattern("checks.scope-before").search(scope)
        if found is None:
            return False
        return found[0] not in self._subject

    @cached_property
    def added(self) -> Name:
        """The name with what says that it is added: 新增公租房, where the subject is 公租房."""
        word = self.tally.word
        if not word or word in self._subject:
            return self.name
        added = word + self._subject
        return self._namer.name(added, self.mention.per)

    @cached_property
    def is_part_of_area(self) -> bool:
        """Whether it is a part of a state of the whole area: 全县公路2860公里，其中高速公路120公里."""
        whole = whole_of(self._at, self._draft, self._grammar)
        if (
            whole is None
            or not whole.subject
            or tally_of(whole, self._draft, self._grammar).kind != "state"
        ):
            return False
        return self._namer.name(whole.subject, whole.per).whole

    @cached_property
    def is_part_of_added(self) -> bool:
        """Whether it breaks down what is added: 新增装机500万千瓦，其中包括：风电100万千瓦、水电50万千瓦."""
        whole = whole_listed(self._at, self._draft, self._grammar)
        return whole is not None and tally_of(whole, self._draft, self._grammar).kind == "added"

    @property
    def whole(self) -> Name | None:
        """The name of what 其中 breaks down."""
        whole = whole_of(self._at, self._draft, self._grammar)
        if whole is None or not whole.subject:
            return None
        return self._namer.name(whole.subject, whole.per)

    @property
    def _subject(self) -> str:
        return self.mention.subject or ""

    def _words_before(self, most: int) -> str:
        at = self.mention.span[0]
        return words_before(at, most, self._draft)


def all_said(draft: Draft, grammar: Grammar, namer: Namer) -> Iterator[Said]:
    """The mentions to compare with tables: goals, states and norms with a name of their own."""
    for at, mention in enumerate(draft.mentions):
        if not mention.subject or not _is_comparable(mention):
            continue
        said = Said(with_base(mention, grammar), at, draft, grammar, namer)
        # Few names are too short to be of the whole area, so that 总数 is looked for but rarely.
        if _is_of_the_area(said, grammar) or said.is_total:
            yield said


def _is_of_the_area(said: Said, grammar: Grammar) -> bool:
    """Whether a mention speaks of the plan's area, by its name and by what stands before it."""
    if _is_vague(said.mention, said.name, grammar):
        return False
    return not said.is_narrowed


def _is_comparable(mention: Mention) -> bool:
    """Whether a mention prints a number that a table might, as a goal, a state or a norm."""
    if mention.value.kind not in NUMBERS:
        return False
    if mention.role in ("target", "baseline"):
        return True
    # Changes are left out: their number is measured against another one.
    # A norm that is a bound (不低于3人) is kept by every goal above it.
    return mention.role == "standard" and mention.value.comparator in ("=", None)


def _is_age(mention: Mention) -> bool:
    return mention.unit is not None and mention.unit.dimension == "age"


def _is_vague(
    mention: Mention,
    name: Name,
    grammar: Grammar,
) -> bool:
    """Whether a bare count (床位20张) has too short a name: it may be one building's."""
    if len(name.plain) > LONGEST_VAGUE or name.whole:
        return False
    if is_rate(mention) or _is_age(mention):
        return False
    # Shares, ratios and ages are of a population, so only counts can be of one building.
    if grammar.pattern("checks.rate-name").search(name.plain):
        return False
    subject = grammar.pattern("checks.aside").sub("", mention.subject or "")
    return grammar.pattern("checks.telling-suffix").search(subject) is None
