"""Reads the quantities of running prose into mentions: what is measured, how much, when, and as what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from planparse.draft import Draft, Paragraph
from planparse.governing import (
    When, change, comparator, governing, first_year, sentences, shared_years, whens,
)
from planparse.grammar import Grammar
from planparse.plan import Comparator, Mention, MentionRole, Section, Unit, Value
from planparse.quantities import Lexicon, Quantity, find_quantities
from planparse.source import Span
from planparse.subjects import Reader, Subject
from planparse.units import find_unit, normalize, normalize_ratio


_FAR, _NEAR = 160, 60
"""No word further than this before and behind a number says what it is."""


def read_mentions(draft: Draft, grammar: Grammar) -> Draft:
    """Adds `mentions`: every quantity of the draft's paragraphs, in order, ids from m1."""
    prose = _Prose(draft, grammar)
    for paragraph, start in _paragraphs(draft):
        prose.read(paragraph, start)
    return replace(draft, mentions=tuple(prose.mentions))


def _paragraphs(draft: Draft) -> Iterator[tuple[Paragraph, int]]:
    """The paragraphs that are prose, each with the index where its prose begins, past a label."""
    labels = {s.span[0]: s for s in draft.sections}
    items = {i.span[0]: i for b in draft.boxes for i in b.items}
    closed = [b.span for b in draft.boxes]
    closed += [b.content for b in draft.boxes if b.kind != "measures" and not b.items]
    closed += [t.span for t in draft.tables]
    for paragraph in draft.paragraphs:
        if not paragraph.text:
            continue
        first, last = paragraph.at(0), paragraph.at(len(paragraph.text) - 1) + 1
        if any(a <= first and last <= b for a, b in closed):
            continue
        heading = labels.get(first)
        if heading is not None and not heading.run_in and last <= heading.span[1] + 2:
            continue
        label = heading.label if heading else items[first].label if first in items else ""
        yield paragraph, len("".join(label.split()))


@dataclass(frozen=True, slots=True)
class _Cues:
    """Where in a sentence the first word that speaks of a goal ends, and the first of what has been."""

    goal: int
    past: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A quantity in its sentence `text[begin:end]`, with all that was read around it."""

    text: str
    begin: int
    end: int
    q: Quantity
    subject: Subject
    when: When | None
    sign: Comparator | None
    following: Quantity | None
    follows_norm: bool
    """The quantity before it in the same clause is a norm."""
    cues: _Cues

    @property
    def clause(self) -> str:
        """The words of the clause before the number."""
        return self.text[self.subject.clause:self.q.start]

    def since(self, marks: str) -> int:
        """Where the part of the sentence begins that the last of `marks` before the number opens."""
        low = max(self.begin, self.q.start - _FAR)
        return max(low, *(self.text.rfind(c, low, self.q.start) for c in marks))


class _Prose:
    """Reads paragraphs; holds the words of the grammar and the plan's sections."""

    def __init__(self, draft: Draft, grammar: Grammar) -> None:
        self.grammar, self.lex, self.reader = grammar, Lexicon.of(grammar), Reader.of(grammar)
        self.source = draft.source.text
        self.sections = draft.sections
        self.starts = [s.span[0] for s in draft.sections]
        self.by_id = {s.id: s for s in draft.sections}
        self.first_year = draft.head.period.start if draft.head.period else first_year(self.source, self.lex)
        self.mentions: list[Mention] = []
        self.past: dict[str | None, bool] = {}
        self.units: dict[str, Unit | None] = {}

    def read(self, paragraph: Paragraph, start: int) -> None:
        """Adds the mentions of one paragraph, whose prose begins at `text[start]`."""
        text = paragraph.text
        quantities = find_quantities(text, self.grammar, start)
        if not quantities:
            return
        held: When | None = None
        starts = [q.start for q in quantities]
        for begin, end in sentences(text, start):
            inside = quantities[bisect_left(starts, begin):bisect_left(starts, end)]
            held = self._sentence(paragraph, begin, end, inside, held) if inside else None

    def _section(self, offset: int) -> Section | None:
        """The innermost section that holds this offset."""
        at = bisect_right(self.starts, offset) - 1
        section = self.sections[at] if at >= 0 else None
        while section is not None and offset >= max(section.body[1], section.span[1]):
            section = self.by_id.get(section.parent or "")
        return section

    def _sentence(
        self, paragraph: Paragraph, begin: int, end: int, inside: list[Quantity], held: When | None
    ) -> When | None:
        """Adds the mentions of one sentence; gives the expression of time that the next one may go on with."""
        text = paragraph.text
        found = whens(text, begin, end, self.lex)
        apart = shared_years(text, found, inside, self.lex)
        carried = held if not found and self._goes_on(text, begin, end, inside) else None
        cues = _Cues(*(self._first(name, text, begin, end) for name in ("goal", "past")))
        section = self._section(paragraph.at(inside[0].start))
        past, last, previous, sign, norm = self._is_past(section), None, begin, None, False
        for i, (q, subject) in enumerate(
            zip(inside, self.reader.read(text, begin, end, inside), strict=True)
        ):
            following = inside[i + 1] if i + 1 < len(inside) else None
            when = apart.get(i) or governing(found, q, previous) or carried
            joined = i > 0 and text[previous:q.start] in ("和", "、", "及", "与")
            sign = comparator(text, max(subject.clause, previous), q, self.lex) or (sign if joined else None)
            sign = sign or self._shared_bound(text, subject.clause, inside, i)
            place = _Place(text, begin, end, q, subject, when, sign, following,
                           norm and subject.clause <= previous, cues)
            role = self._role(place, past)
            if role == "standard" and when is carried:
                when = None
            self._add(paragraph, place, when, role, section)
            norm = role == "standard" and not subject.inner and not self._is_condition(place)
            last, previous = when, q.after
        return last

    def _shared_bound(self, text: str, clause: int, inside: list[Quantity], i: int) -> Comparator | None:
        """分别控制在60天、35天以内: the bound behind the last value holds for all."""
        if not any(w in text[clause:inside[i].start] for w in self.lex.words["capping"].ordered):
            return None
        for a, b in zip(inside[i:], inside[i + 1:], strict=False):
            if text[a.after:b.start] not in ("、", "和", "及"):
                break
            if b.comparator:
                return b.comparator if b.comparator == "≤" else None
        return None

    @staticmethod
    def _goes_on(text: str, begin: int, end: int, inside: list[Quantity]) -> bool:
        """Whether a sentence only goes on with the list of the one before: its first clause has a quantity."""
        return not any(text.find(c, begin, min(end, inside[0].start)) >= 0 for c in "，；")

    def _first(self, name: str, text: str, begin: int, end: int) -> int:
        """Where the first match of a pattern in `text[begin:end]` ends; past the end where there is none."""
        match = self.lex.pattern[name].search(text, begin, end)
        return match.end() if match else end + 1

    def _is_past(self, section: Section | None) -> bool:
        """Whether the section tells of what is, by the nearest title that says so."""
        key = section.id if section else None
        if key not in self.past:
            self.past[key] = self._past(section)
        return self.past[key]

    def _past(self, section: Section | None) -> bool:
        while section is not None:
            if self.lex.pattern["past-title"].search(section.title):
                return True
            if self.lex.pattern["future-title"].search(section.title):
                parent = self.by_id.get(section.parent or "")
                return parent is not None and self._past(parent)
            section = self.by_id.get(section.parent or "")
        return False

    def _role(self, at: _Place, past: bool) -> MentionRole:
        past = self._tense(at, past)
        if self._is_norm(at, past):
            return "standard"
        verb = change(at.text, at.subject.clause, at.q, self.lex)
        if verb and not (verb in self.lex.words["aims"] and self._has_object(at)):
            return "change"
        if self._is_start(at):
            return "baseline"
        if not past:
            return "target"
        new = self.lex.words["new"]
        return "change" if at.subject.verb in new or any(w in at.clause for w in new.ordered) else "baseline"

    def _has_object(self, at: _Place) -> bool:
        """提升30分钟急救能力, 改造提升8万亩: the number is of what is improved, not by how much."""
        return bool(at.subject.object) or self.reader.kind(at.q) in ("count", "area", "length")

    def _is_start(self, at: _Place) -> bool:
        """由65%提升至80%: the value that a change starts from."""
        pattern = self.lex.pattern
        return bool(pattern["from"].search(at.clause) and pattern["rises"].match(at.text, at.q.after))

    def _tense(self, at: _Place, past: bool) -> bool:
        """Whether the quantity tells of what is: by its year, else by the sentence, else by the section."""
        when, was = at.when, at.cues.past <= at.q.start
        if when is not None and when.year is not None:
            if self.first_year is not None:
                return when.year < self.first_year or (past and not when.goal)
            return not when.goal and (past or was)
        if self.lex.pattern["past-here"].search(at.text, at.since("，；"), at.q.start):
            return True
        return past or (was and at.cues.goal > at.q.start)

    def _is_norm(self, at: _Place, past: bool) -> bool:
        """Whether the quantity is a rule or a condition rather than a state or a goal."""
        text, q, pattern = at.text, at.q, self.lex.pattern
        if at.subject.inner or text[q.start - 1:q.start] == "满" or self._is_condition(at):
            return True
        if past:
            return False
        if at.when is None and at.follows_norm:
            return True
        if at.when is None and at.subject.object and text[q.after - 1:q.after] == "内":
            return True
        if (q.kind == "range" or at.subject.is_base) and at.following and pattern["condition-place"].match(text, q.end):
            return True
        if pattern["share-of"].search(at.clause):
            return True
        return at.when is None and self._is_rule(at)

    def _is_condition(self, at: _Place) -> bool:
        """人口2500人以上的村: the value says which things are meant."""
        return bool(
            at.sign not in (None, "≈") and at.subject.attribute and at.q.unit not in ("%", "％")
            and self.lex.pattern["condition-after"].match(at.text, at.q.after)
        )

    def _is_rule(self, at: _Place) -> bool:
        """Norms that no year makes a goal: 每个镇办好1所, 1个行政村设置1个卫生室, 按照1:1.3的标准."""
        text, q, pattern = at.text, at.q, self.lex.pattern
        if pattern["norm-per"].search(at.clause):
            return True
        if at.following and pattern["per-place"].fullmatch(text, q.start, at.following.start):
            return True
        end = min(at.end, q.after + _NEAR)
        closes = min((i for c in "，；。" if (i := text.find(c, q.after, end)) >= 0), default=end)
        return bool(pattern["norm"].search(text, at.since("；"), closes))

    def _add(
        self, paragraph: Paragraph, at: _Place, when: When | None, role: MentionRole, section: Section | None
    ) -> None:
        span = paragraph.span(at.q.start, at.q.end)
        unit = self._unit(at.q.unit)
        self.mentions.append(Mention(
            id=f"m{len(self.mentions) + 1}", section=section.id if section else None,
            text=self.source[span[0]:span[1]], span=span, subject=at.subject.name,
            value=self._value(at, unit, when, span), unit=unit, per=None if at.subject.is_base else at.subject.per, role=role,
        ))

    def _unit(self, text: str | None) -> Unit | None:
        if text is None:
            return None
        if text not in self.units:
            self.units[text] = find_unit(text, self.grammar) or Unit(text=text)
        return self.units[text]

    def _value(self, at: _Place, unit: Unit | None, when: When | None, span: Span) -> Value:
        q = at.q
        first, last = float(q.numbers[0]), float(q.numbers[-1])
        normalized = None
        if q.kind == "ratio":
            normalized = normalize_ratio(*q.numbers)
        elif q.kind == "number":
            normalized = normalize(q.numbers[0], unit, at.subject.per, self.grammar)
        return Value(
            text=at.text[q.start:q.end], kind=q.kind, comparator=at.sign or "=",
            value=first if q.kind == "number" else None,
            low=first if q.kind == "range" else None, high=last if q.kind == "range" else None,
            ratio=(first, last) if q.kind == "ratio" else None,
            year=when.year if when else None, normalized=normalized, span=span,
        )
