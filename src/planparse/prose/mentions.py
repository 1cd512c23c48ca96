"""Reads the quantities of running prose into mentions: what, how much, when, and as what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.grammar.rules import Answers
from planparse.model.draft import Draft, Paragraph
from planparse.model.plan import Mention, Normalized, Section, Unit, Value, maker
from planparse.model.source import Span
from planparse.prose.measures import Measured, MeasureReader
from planparse.prose.numerals.plain_digits import (
    has_half_marks,
    plain_digits,
    unusual_marks,
    with_full_marks,
)
from planparse.prose.parts.calendar import read_calendar
from planparse.prose.parts.standing import Parts
from planparse.prose.quantities import Quantity, QuantityReader
from planparse.prose.sentences import Sentence, sentence_spans
from planparse.prose.statements import Statement, StatementReader, handed_through
from planparse.prose.subjects.known_names import KnownNames
from planparse.prose.timing import When, guessed_first_year
from planparse.prose.words import Lexicon
from planparse.quantity.units import find_unit, normalize, normalize_ratio

# A heading's paragraph may end so many characters past its title: a full stop, a line break.
_HEADING_MARKS = 2
_SENTENCE_CLOSES = "。"

_new_mention = maker(Mention)
_new_value = maker(Value)


def read_mentions(draft: Draft, grammar: Grammar) -> Draft:
    """Adds `mentions`: every quantity of the draft's paragraphs, in order, ids from m1."""
    prose = _Prose(draft, grammar)
    for paragraph, start in _prose_paragraphs(draft, grammar):
        prose.read(paragraph, start)
    return replace(draft, mentions=tuple(prose.mentions))


def _prose_paragraphs(draft: Draft, grammar: Grammar) -> Iterator[tuple[Paragraph, int]]:
    """The paragraphs that are prose, each with the index where its prose begins, past a label."""
    headings = {section.span[0]: section for section in draft.sections}
    labels = _labels(draft)
    closed = _closed_spans(draft)
    starts = [start for start, _ in closed]
    # How far the spans up to each one reach: what begins behind it and ends before that is inside.
    ends = (end for _, end in closed)
    reach = list(accumulate(ends, max, initial=0))
    texts = [paragraph.text for paragraph in draft.paragraphs]
    figures = {index for index, _ in grammar.rule("prose.figure-caption").find_in(texts)}
    for index, paragraph in enumerate(draft.paragraphs):
        if not paragraph.text or index in figures:
            continue
        first = paragraph.starts[0]
        limit = reach[bisect_right(starts, first)]
        if first < limit and paragraph.end <= limit:
            continue
        label = labels.get(first)
        if label is None:  # neither heading nor item, as most
            yield paragraph, 0
            continue
        heading = headings.get(first)
        if heading is not None and _is_title(paragraph, heading):
            continue
        yield paragraph, len("".join(label.split()))


def _labels(draft: Draft) -> dict[int, str]:
    """The labels of headings and of the items of boxes, by where they stand."""
    labels: dict[int, str] = {}
    for box in draft.boxes:
        for item in box.items:
            labels[item.span[0]] = item.label
    for section in draft.sections:
        labels[section.span[0]] = section.label
    return labels


def _closed_spans(draft: Draft) -> list[Span]:
    """What is read elsewhere, in order: tables, captions, and boxes that list no measures."""
    closed = [table.span for table in draft.tables]
    for box in draft.boxes:
        closed.append(box.span)
        if box.kind != "measures" and not box.items:
            closed.append(box.content)
    return sorted(closed)


def _is_title(paragraph: Paragraph, heading: Section) -> bool:
    """Whether the paragraph is a heading and no more; 1．建成平台15个。 is a sentence, heading or not."""
    if heading.run_in:
        return False
    is_longer = paragraph.end > heading.span[1] + _HEADING_MARKS
    return not is_longer and not paragraph.text.endswith(_SENTENCE_CLOSES)


class _Prose:
    """Reads the paragraphs of one plan, one after the other, into `mentions`."""

    def __init__(self, draft: Draft, grammar: Grammar) -> None:
        self.grammar = grammar
        self.lex = grammar.derived(Lexicon)
        self.source = draft.source.text
        self.unusual_marks = unusual_marks(self.source)
        self.quantities = grammar.derived(QuantityReader)
        self.list_label = self.lex.pattern["list-label"]
        self.time_mark = self.lex.pattern["time-mark"]
        self.pointing_back = self.lex.pattern["pointing-back"]
        self.sections = _Sections(draft.sections)
        calendar = read_calendar(draft, grammar, self._guessed_first_year(draft))
        self.parts = Parts(draft, calendar, grammar)
        self.statements = StatementReader(grammar, calendar)
        self.measures = MeasureReader(grammar)
        self.known = KnownNames(grammar)
        self.mentions: list[Mention] = []
        # A unit is found once for the plan; one that is not known keeps its words.
        self.units = Answers[str, Unit](lambda text: find_unit(text, grammar) or Unit(text=text))

    def _guessed_first_year(self, draft: Draft) -> int | None:
        """The first year by the horizons of the text, where the plan prints no period."""
        if draft.head.period:
            return None
        text = "".join(self.source.split())
        return guessed_first_year(plain_digits(text), self.lex)

    def read(self, paragraph: Paragraph, start: int) -> None:
        """Adds the mentions of one paragraph, whose prose begins at `text[start]`."""
        text = self._readable(paragraph.text)
        if not start:
            label = self.list_label.match(text)
            start = label.end() if label else 0
        quantities = self.quantities.read(text, start)
        if quantities:
            self._read_sentences(paragraph, text, start, quantities)

    def _readable(self, text: str) -> str:
        """The text with its numbers in plain digits and its marks in full width, one for one."""
        for mark in self.unusual_marks:
            if mark in text:
                text = plain_digits(text)
                break
        return with_full_marks(text) if has_half_marks(text) else text

    def _read_sentences(
        self,
        paragraph: Paragraph,
        text: str,
        start: int,
        quantities: list[Quantity],
    ) -> None:
        """Adds the mentions of the sentences of a paragraph from `text[start]` on."""
        held: When | None = None
        starts = [q.start for q in quantities]
        last = starts[-1]
        behind = bisect_left(starts, start)
        for begin, end in sentence_spans(text, start):
            if begin > last:
                break
            is_without = starts[behind] >= end
            if is_without and not self.time_mark.search(text, begin, end):
                held = handed_through(held) if held else None
                continue
            first, behind = behind, bisect_left(starts, end, behind)
            inside = quantities[first:behind]
            sentence = Sentence(text, begin, end, inside, self.lex)
            section = self.sections.at(paragraph.at(inside[0].start if inside else begin))
            part = self.parts.of_sentence(section, paragraph, text, begin, start)
            if not inside:
                held = self.statements.opening(sentence, part, held)
                continue
            statements, held = self.statements.read(sentence, part, held)
            for statement in statements:
                self.mentions.append(self._mention(paragraph, statement, section))

    def _titled(self, section: Section | None) -> str | None:
        """地区生产总值。预计完成185亿元: a title that is an indicator's name."""
        if section is None or self.known.ids[section.title] is None:
            return None
        return section.title

    def _meant(self, name: str, unit: Unit | None, paragraph: Paragraph) -> str:
        """The subject of the number before, to which a name only points back: 该比例提高到85%."""
        if not self.mentions:
            return name
        before = self.mentions[-1]
        if before.span[0] < paragraph.span[0] or before.per is not None:
            return name
        kinds = [own.dimension if own is not None else None for own in (before.unit, unit)]
        return before.subject or name if kinds[0] == kinds[1] else name

    def _mention(
        self,
        paragraph: Paragraph,
        statement: Statement,
        section: Section | None,
    ) -> Mention:
        place = statement.place
        role = statement.role
        subject = place.subject
        q = place.q
        name = subject.name or self._titled(section)
        unit_name = q.unit
        basis = statement.basis
        # Most paragraphs are read as they are printed, even where the plan has unusual digits.
        if place.text is not paragraph.text:
            name = _as_printed(paragraph, statement, name)
            unit_name = _as_printed(paragraph, statement, unit_name)
            basis = _as_printed(paragraph, statement, basis)
        unit = None if unit_name is None else self.units[unit_name]
        if name and self.pointing_back.fullmatch(name):
            name = self._meant(name, unit, paragraph)
        span = paragraph.span_of(q.start, q.end)
        measured = self.measures.read(statement, unit)
        return _new_mention(
            id=f"m{len(self.mentions) + 1}",
            section=section.id if section else None,
            text=self.source[span[0] : span[1]],
            span=span,
            subject=name,
            canonical=self.known.of_mention(name, role, measured.sense) if name else None,
            role=role,
            status=statement.status,
            value=self._value(paragraph, statement, measured, unit, basis, span),
            unit=unit,
            per=None if subject.is_base else subject.per,
        )

    def _value(
        self,
        paragraph: Paragraph,
        statement: Statement,
        measured: Measured,
        unit: Unit | None,
        basis: str | None,
        span: Span,
    ) -> Value:
        place = statement.place
        q = place.q
        period = statement.period if measured.basis else None
        # What is planned over years is a goal for the last one; what was done then is of no one year.
        last = period.end if period and statement.status == "planned" else None
        # pydantic checks each key that it is given, and these stay null in most values.
        rare: dict[str, Any] = _numbers(q)
        if measured.basis is not None:
            rare.update(basis=measured.basis, period=period)
        if measured.sense.direction is not None:
            rare["direction"] = measured.sense.direction
        if basis is not None:
            rare["reference"] = basis
        if place.subject.per is not None and not place.subject.is_base:
            rare["per"] = place.subject.per
        return _new_value(
            kind=q.kind,
            text=paragraph.text[q.start : q.end],
            comparator=place.sign or "=",
            year=statement.year or last,
            measure=measured.sense.measure,
            unit=unit,
            normalized=self._normalized(statement, unit),
            span=span,
            **rare,
        )

    def _normalized(self, statement: Statement, unit: Unit | None) -> Normalized | None:
        """The number in the base unit; a range has none."""
        q = statement.place.q
        if q.kind == "number":
            return normalize(q.numbers[0], unit, statement.place.subject.per, self.grammar)
        return normalize_ratio(*q.numbers) if q.kind == "ratio" else None


class _Sections:
    """The sections of a plan, asked for by offset."""

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self.sections = sections
        self.starts = [section.span[0] for section in sections]
        self.ends = [max(section.body[1], section.span[1]) for section in sections]
        places = {section.id: index for index, section in enumerate(sections)}
        self.parents = [places.get(section.parent or "", -1) for section in sections]

    def at(self, offset: int) -> Section | None:
        """The innermost section that holds this offset; None before the first."""
        index = bisect_right(self.starts, offset) - 1
        # Behind its body a section has ended, and the one that it stands in may go on.
        while index >= 0 and offset >= self.ends[index]:
            index = self.parents[index]
        return self.sections[index] if index >= 0 else None


def _numbers(q: Quantity) -> dict[str, Any]:
    """The fields of a `Value` that hold the numbers of a quantity of its kind."""
    first = float(q.numbers[0])
    if q.kind == "number":
        return {"value": first}
    last = float(q.numbers[-1])
    if q.kind == "range":
        return {"low": first, "high": last}
    return {"ratio": (first, last)}


def _as_printed(
    paragraph: Paragraph,
    statement: Statement,
    words: str | None,
) -> str | None:
    """The words as the plan prints them, where digits were read in half width."""
    if not words:
        return words
    start = statement.place.sentence.text.find(words)
    if start < 0:  # put together from words that stand apart
        return words
    return paragraph.text[start : start + len(words)]
