"""Reads the quantities of running prose into mentions: what is measured, how much, when, and as what."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from planparse.draft import Draft, Paragraph
from planparse.governing import When, change, comparator, governing, sentences, whens
from planparse.grammar import Grammar
from planparse.plan import Mention, MentionRole, Section, Unit, Value
from planparse.quantities import Lexicon, Quantity, find_quantities
from planparse.source import Span
from planparse.subjects import Reader, Subject
from planparse.units import find_unit, normalize, normalize_ratio


def read_mentions(draft: Draft, grammar: Grammar) -> Draft:
    """Adds `mentions`: every quantity of the draft's paragraphs, in order, ids from m1."""
    prose = _Prose(draft, grammar)
    mentions: list[Mention] = []
    for paragraph, start in _paragraphs(draft):
        for section, found in prose.read(paragraph, start):
            mentions.append(found.model_copy(update={"id": f"m{len(mentions) + 1}", "section": section}))
    return replace(draft, mentions=tuple(mentions))


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


@dataclass
class _Held:
    """What one sentence hands to the next: its year, where the list goes on."""

    when: When | None = None
    goes_on: bool = field(default=False)


class _Prose:
    """Reads paragraphs; holds the words of the grammar and the plan's sections."""

    def __init__(self, draft: Draft, grammar: Grammar) -> None:
        self.grammar, self.lex, self.reader = grammar, Lexicon.of(grammar), Reader(grammar)
        self.source = draft.source.text
        self.sections = draft.sections
        self.starts = [s.span[0] for s in draft.sections]
        self.by_id = {s.id: s for s in draft.sections}
        self.first_year = draft.head.period.start if draft.head.period else None
        self.last_year = draft.head.period.end if draft.head.period else None
        self.past: dict[str | None, bool] = {}
        self.units: dict[str, Unit | None] = {}

    def read(self, paragraph: Paragraph, start: int) -> Iterator[tuple[str | None, Mention]]:
        """The mentions of one paragraph with the ids of their sections; ids of the mentions are still empty."""
        text = paragraph.text
        quantities = find_quantities(text, self.grammar, start)
        if not quantities:
            return
        held = _Held()
        for begin, end in sentences(text, start):
            inside = [q for q in quantities if begin <= q.start < end]
            found = whens(text, begin, end, self.lex)
            if inside:
                section = self._section(paragraph.at(inside[0].start))
                for mention in self._sentence(paragraph, begin, end, inside, found, held, section):
                    yield (section.id if section else None), mention
            elif found:
                held.when = None
            if not inside:
                held.goes_on = False

    def _section(self, offset: int) -> Section | None:
        """The innermost section that holds this offset."""
        at = bisect_right(self.starts, offset) - 1
        section = self.sections[at] if at >= 0 else None
        while section is not None and offset >= max(section.body[1], section.span[1]):
            section = self.by_id.get(section.parent or "")
        return section

    def _sentence(
        self, paragraph: Paragraph, begin: int, end: int, inside: list[Quantity],
        found: list[When], held: _Held, section: Section | None,
    ) -> Iterator[Mention]:
        text = paragraph.text
        subjects = self.reader.read(text, begin, end, inside)
        carried = self._carried(text, begin, inside, found, held)
        past, last, previous = self._is_past(section), None, begin
        sign = None
        for i, (q, subject) in enumerate(zip(inside, subjects, strict=True)):
            when = governing(found, q, previous) or carried
            own = comparator(text, max(subject.clause, previous), q, self.lex)
            if own is None and i and text[previous:q.start] in ("和", "、", "及", "与"):
                own = sign
            sign = own
            role = self._role(text, begin, end, q, subject, when, past, inside[i + 1:i + 2], own)
            if role == "standard" and when is carried and carried is not None:
                when = None
            yield self._mention(paragraph, q, subject, when, own, role)
            last, previous = when, q.after
        held.when, held.goes_on = last, last is not None

    def _carried(
        self, text: str, begin: int, inside: list[Quantity], found: list[When], held: _Held
    ) -> When | None:
        """The expression of the sentence before, where this one only goes on with its list."""
        if found or not held.goes_on or held.when is None:
            return None
        stop = min((i for c in "，；" if (i := text.find(c, begin)) >= 0), default=len(text))
        return held.when if inside[0].start < stop else None

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

    def _role(
        self, text: str, begin: int, end: int, q: Quantity, subject: Subject, when: When | None,
        past: bool, following: list[Quantity], sign: str | None,
    ) -> MentionRole:
        left = text[max(subject.clause, q.start - 60):q.start]
        past = self._tense(text, begin, q, when, past)
        if self._is_norm(text, begin, end, q, subject, when, following, sign, past):
            return "standard"
        verb = change(text, subject.clause, q, self.lex)
        if verb and not (subject.object and verb in self.lex.words["aims"]):
            return "change"
        new = subject.verb in self.lex.words["new"] or any(
            w in left for w in self.lex.words["new"].ordered)
        if past:
            return "change" if new else "baseline"
        return "target"

    def _tense(self, text: str, begin: int, q: Quantity, when: When | None, past: bool) -> bool:
        """Whether the quantity tells of what is: by its year, else by the sentence, else by the section."""
        if when is not None and when.year is not None:
            if self.first_year is not None:
                return when.year < self.first_year or (past and not when.goal)
            return not when.goal and (past or bool(self.lex.pattern["past"].search(text, begin, q.start)))
        left = text[begin:q.start]
        if past:
            return not (when is not None and when.goal)
        if self.lex.pattern["goal"].search(left):
            return False
        return bool(self.lex.pattern["past"].search(left))

    def _is_norm(
        self, text: str, begin: int, end: int, q: Quantity, subject: Subject, when: When | None,
        following: list[Quantity], sign: str | None, past: bool,
    ) -> bool:
        if subject.inner or text[q.start - 1:q.start] == "满":
            return True
        pattern = self.lex.pattern
        clause = text[subject.clause:q.start]
        if sign not in (None, "≈") and clause.strip() and subject.name and subject.name in clause \
                and q.unit not in ("%", "％") and pattern["condition-after"].match(text, q.after):
            return True
        if past:
            return False
        if when is None and (pattern["norm-per"].search(clause) or self._places(text, q, following)):
            return True
        if q.kind == "range" and following and pattern["condition-place"].match(text, q.end):
            return True
        if pattern["share-of"].search(clause):
            return True
        if when is not None:
            return False
        opens = max(begin, text.rfind("；", begin, q.start) + 1)
        closes = min((i for c in "，；。" if (i := text.find(c, q.after, end)) >= 0), default=end)
        return bool(pattern["norm"].search(text, opens, closes))

    def _places(self, text: str, q: Quantity, following: list[Quantity]) -> bool:
        """1个行政村设置1个卫生室: so many for so many is a rule of layout."""
        return bool(following) and bool(self.lex.pattern["per-place"].fullmatch(text, q.start, following[0].start))

    def _mention(
        self, paragraph: Paragraph, q: Quantity, subject: Subject, when: When | None, sign: str | None,
        role: MentionRole,
    ) -> Mention:
        span = paragraph.span(q.start, q.end)
        unit = self._unit(q.unit)
        return Mention(
            id="", text=self.source[span[0]:span[1]], span=span, subject=subject.name, unit=unit, per=subject.per, role=role,
            value=self._value(paragraph.text[q.start:q.end], q, unit, subject, when, sign, span),
        )

    def _unit(self, text: str | None) -> Unit | None:
        if text is None:
            return None
        if text not in self.units:
            self.units[text] = find_unit(text, self.grammar) or Unit(text=text)
        return self.units[text]

    def _value(
        self, text: str, q: Quantity, unit: Unit | None, subject: Subject, when: When | None,
        sign: str | None, span: Span,
    ) -> Value:
        numbers = [float(n) for n in q.numbers]
        year = when.year if when else None
        fields: dict[str, object] = {"value": numbers[0]}
        if q.kind == "range":
            fields = {"low": numbers[0], "high": numbers[1]}
        elif q.kind == "ratio":
            fields = {"ratio": (numbers[0], numbers[1])}
        normalized = None
        if q.kind == "ratio":
            normalized = normalize_ratio(*q.numbers)
        elif q.kind == "number":
            normalized = normalize(q.numbers[0], unit, subject.per, self.grammar)
        return Value(
            text=text, kind=q.kind, comparator=sign or "=", year=year, span=span, normalized=normalized,
            **fields,  # type: ignore[arg-type]
        )
