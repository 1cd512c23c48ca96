"""What a quantity of prose measures: a state, a change and which way it goes, a total, a share."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.plan import Basis, Direction, Unit
from planparse.prose.statements import Statement
from planparse.prose.words import Lexicon
from planparse.quantity.measures import NOTHING_SAID, SHARE, Sense, is_share, measured, senses

# What ends the words that say of a number whether it is a total: a list goes on at 、.
_CLAUSE = "，；。："


class Measured(Struct, frozen=True):
    """What a quantity measures, and over what it is summed up or averaged."""

    sense: Sense
    basis: Basis | None


class MeasureReader:
    """Reads what quantities measure, with the words of one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        pattern = grammar.derived(Lexicon).pattern
        self.said = senses(grammar)
        self.direction = pattern["direction"]
        self.addition = pattern["addition"]
        self.yearly = pattern["yearly"]
        self.takes_up = pattern["takes-up"]
        self.taken_up = pattern["taken-up"]
        self.summed_up = pattern["summed-up"]
        self.names_amount = grammar.pattern("values.names-amount")
        self.last: Direction | None = None
        """Which way the change before goes: 分别下降30%和15%."""

    def read(self, statement: Statement, unit: Unit | None) -> Measured:
        """What the quantity of a statement measures."""
        place = statement.place
        q = place.q
        is_change = statement.role == "change"
        # Before most numbers stands no word that could say it.
        is_told = is_change or place.sentence.measure_said <= q.start
        clause = place.text[place.since(_CLAUSE) : q.start] if is_told else ""
        share = is_share(unit)
        # A share is no total, unless it is a change: 累计下降18%, but 累计新增700万人、占全国1/10.
        basis = self._basis(clause, may_be_total=is_change or not share) if clause else None
        sign = q.numbers[0]
        if is_change:
            way = (
                "up"
                if place.is_doubled
                else self._way(clause) or (self.last if place.follows_change else None)
            )
            self.last = way
            # A rise by -1.2 % is a fall.
            said = Sense("growth" if share else "change", way)
            return Measured(self._of_change(q.kind, sign, unit, said), basis)
        said = self._said(clause, place.subject.name, share=share)
        return Measured(measured(q.kind, sign, unit, basis, said), basis)

    def _of_change(self, kind: str, sign: Decimal, unit: Unit | None, said: Sense) -> Sense:
        if kind == "ratio":
            return said
        return measured("number", sign, unit, None, said)

    def _way(self, clause: str) -> Direction | None:
        """The direction that the last word of change before the number gives."""
        found = None
        for match in self.direction.finditer(clause):
            found = match
        if found is None:
            return None
        return "down" if found["down"] else "up"

    def _said(self, clause: str, subject: str | None, *, share: bool) -> Sense:
        if clause and self.addition.search(clause):
            return Sense("change", "up")
        if not subject:
            return NOTHING_SAID
        said = self.said[subject]
        if share and (self.takes_up.match(subject) or self.taken_up.search(clause)):
            return SHARE  # 占地区生产总值的55%, 产值18亿元（占45%）: no growth of it
        if share and said == NOTHING_SAID and self.names_amount.search(subject):
            return Sense("growth", "up")
        return said

    def _basis(self, clause: str, *, may_be_total: bool) -> Basis | None:
        if self.yearly.search(clause):
            return "annual"
        if may_be_total and self.summed_up.search(clause):
            return "cumulative"
        return None
