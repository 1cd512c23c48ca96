"""Reads the quantities of running prose into mentions: what is measured, how much, when, and as what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any

import regex

from planparse.grammar import Grammar
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft, Paragraph
from planparse.model.plan import Comparator, Mention, MentionRole, Normalized, Section, Unit, Value
from planparse.prose.quantities import Quantity, find_quantities
from planparse.prose.roles import Roles, SentencePlace
from planparse.prose.subjects import Subject, SubjectReader
from planparse.prose.timing import (
    When,
    comparator,
    compared,
    first_year,
    governing,
    sentences,
    shared_years,
    whens,
)
from planparse.prose.words import Lexicon
from planparse.quantity.units import find_unit, normalize, normalize_ratio

_LIST = 12
"""No more values than these share a bound."""
_WIDE = regex.compile("[０-９]|[一二][〇○零九][〇○零一二三四五六七八九]{2}年")
_HAN_YEAR = regex.compile(
    "(?<![一二三四五六七八九十百千万])[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年)"
)
_NARROW = {0xFF10 + n: str(n) for n in range(10)} | {0xFF0E: "."}
"""Digits in full width, as they are read; what is printed stays as it is."""


def _narrowed(text: str) -> str:
    """The text with digits of full width and years in Chinese digits (二〇二五年) as plain digits, one for one."""
    return _HAN_YEAR.sub(lambda m: str(read_integer(m[0])), text.translate(_NARROW))


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
    closed.sort()
    opened, reach = [a for a, _ in closed], list(accumulate((b for _, b in closed), max, initial=0))
    for paragraph in draft.paragraphs:
        if not paragraph.text:
            continue
        first, last = paragraph.starts[0], paragraph.at(len(paragraph.text) - 1) + 1
        if last <= reach[bisect_right(opened, first)]:
            continue
        heading = labels.get(first)
        alone = heading is not None and not heading.run_in and last <= heading.span[1] + 2
        if alone and not paragraph.text.endswith(
            "。"
        ):  # 1．建成平台15个。 is a sentence, heading or not
            continue
        label = heading.label if heading else items[first].label if first in items else ""
        yield paragraph, len("".join(label.split()))


class _Prose:
    """Reads the paragraphs of one plan, one after the other, into `mentions`."""

    def __init__(self, draft: Draft, grammar: Grammar) -> None:
        self.grammar, self.lex, self.reader = (
            grammar,
            grammar.derived(Lexicon),
            grammar.derived(SubjectReader),
        )
        self.source = draft.source.text
        self.wide = _WIDE.search(self.source) is not None
        self.sections = draft.sections
        self.starts = [s.span[0] for s in draft.sections]
        self.by_id = {s.id: s for s in draft.sections}
        period = draft.head.period
        first = period.start if period else first_year(_narrowed(self.source), self.lex)
        self.roles = Roles(grammar, draft.sections, first)
        self.joints = self.lex.words["joints"]
        self.mentions: list[Mention] = []
        self.units: dict[str, Unit] = {}
        self.normalized: dict[tuple[Decimal, str | None, int | None], Normalized | None] = {}

    def read(self, paragraph: Paragraph, start: int) -> None:
        """Adds the mentions of one paragraph, whose prose begins at `text[start]`."""
        text = _narrowed(paragraph.text) if self.wide else paragraph.text
        quantities = find_quantities(text, self.grammar, start)
        if not quantities:
            return
        held: When | None = None
        starts = [q.start for q in quantities]
        for begin, end in sentences(text, start):
            if begin > starts[-1]:
                break
            inside = quantities[bisect_left(starts, begin) : bisect_left(starts, end)]
            behind = None if inside else self._opening(text, begin, end, held)
            held = self._sentence(paragraph, text, begin, end, inside, held) if inside else behind

    def _opening(self, text: str, begin: int, end: int, held: When | None) -> When | None:
        """What holds behind a sentence without numbers: 到2025年，面貌明显改善。

        Such sentences hand it on until the first that has numbers.
        """
        found = whens(text, begin, end, self.lex)
        if found:
            return found[0] if found[0].lasts else None
        return held if held and not held.spent else None

    def _section(self, offset: int) -> Section | None:
        """The innermost section that holds this offset."""
        at = bisect_right(self.starts, offset) - 1
        section = self.sections[at] if at >= 0 else None
        while section is not None and offset >= max(section.body[1], section.span[1]):
            section = self.by_id.get(section.parent or "")
        return section

    def _sentence(
        self,
        paragraph: Paragraph,
        text: str,
        begin: int,
        end: int,
        inside: list[Quantity],
        held: When | None,
    ) -> When | None:
        """Adds the mentions of one sentence; gives the expression of time that the next may go on with.

        `text` is the paragraph's with digits of half width.
        """
        section = self._section(paragraph.at(inside[0].start))
        subjects = self.reader.read(text, begin, end, inside)
        if held and not self._goes_on(text, begin, inside[0], subjects[0], held):
            held = None
        held, governors = self._whens(text, begin, end, inside, held)
        cues, past = self.roles.cues(text, begin, end), self.roles.is_past(section)
        before: SentencePlace | None = None
        role: MentionRole | None = None
        sign, basis = None, None
        for i, (q, subject, when) in enumerate(zip(inside, subjects, governors, strict=True)):
            previous = before.q.after if before else begin
            joined = before is not None and text[previous : q.start] in self.joints
            own = comparator(text, max(subject.clause, previous), q, self.lex)
            sign = (
                own
                or (sign if joined else None)
                or self._shared_bound(text, subject.clause, inside, i)
            )
            following = inside[i + 1] if i + 1 < len(inside) else None
            norm = subject.clause <= previous and role == "standard" and self.roles.is_rule(before)
            inherited = when is not None and (
                when.start < begin or (when.owned and when.end < previous)
            )
            place = SentencePlace(
                text,
                begin,
                end,
                q,
                text[subject.clause : q.start],
                subject,
                when,
                sign,
                following,
                i > 0 and previous == q.start,
                norm,
                joined and role == "change",
                cues,
                inherited,
            )
            role = self.roles.read(place, past)
            if place.inherited and (
                role == "standard" or (when and self.roles.is_deed(when, subject))
            ):
                place = place._replace(when=None)
            if role == "change":
                basis = (
                    basis
                    if place.follows_change
                    else compared(text, place.since("；"), q, self.lex)
                )
            self._add(paragraph, place, role, section, basis if role == "change" else None)
            before = place
        goes_on = held and (governors[-1] is held or (governors[-1] and governors[-1].owned))
        return held._replace(spent=True) if held and goes_on else None

    def _goes_on(self, text: str, begin: int, q: Quantity, subject: Subject, held: When) -> bool:
        """Whether a sentence goes on with the list before it: its first clause measures already, and tells no deed
        of the years before a state (2020年，…。完成改造3处，…)."""
        first = text[begin : q.start]
        if "，" in first or "；" in first or ("累计" in first and self.roles.is_over(held)):
            return False
        return not self.roles.is_deed(held, subject)

    def _whens(
        self, text: str, begin: int, end: int, inside: list[Quantity], held: When | None
    ) -> tuple[When | None, list[When | None]]:
        """What governs the sentence, from its own opening or `held` from before, and each quantity in time."""
        found = whens(text, begin, end, self.lex)
        if found and held and held.goal and found[0].lasts and found[0].year is None:
            del found[0]  # 五年新增, under 到2025年: the same years
        if not found:
            return held, [held] * len(inside)
        if found[0].lasts:
            held = found[0]
        shared = shared_years(text, found, inside, self.lex)
        ends = [begin]
        for a, b in pairwise(inside):
            ends.append(ends[-1] if text[a.after : b.start] in self.joints else a.after)
        return held, [
            shared.get(i) or governing(found, q, ends[i]) or held for i, q in enumerate(inside)
        ]

    def _shared_bound(
        self, text: str, clause: int, inside: list[Quantity], i: int
    ) -> Comparator | None:
        """分别控制在60天、35天以内: the bound behind the last value holds for all."""
        for a, b in pairwise(inside[i : i + _LIST]):
            if text[a.after : b.start] not in self.joints:
                break
            if b.comparator:
                left = text[clause : inside[i].start]
                caps = b.comparator == "≤" and any(
                    w in left for w in self.lex.words["capping"].ordered
                )
                return b.comparator if caps else None
        return None

    def _add(
        self,
        paragraph: Paragraph,
        at: SentencePlace,
        role: MentionRole,
        section: Section | None,
        basis: str | None,
    ) -> None:
        q, name, unit_name = at.q, at.subject.name, at.q.unit
        if self.wide:
            name, unit_name, basis = (
                _printed(paragraph, at, words) for words in (name, unit_name, basis)
            )
        span, unit = paragraph.span_of(q.start, q.end), self._unit(unit_name)
        value = Value(
            kind=q.kind,
            text=paragraph.text[q.start : q.end],
            comparator=at.sign or "=",
            year=at.when.year if at.when else None,
            reference=basis,
            normalized=self._normalized(at, unit),
            span=span,
            **_numbers(q),
        )
        self.mentions.append(
            Mention(
                id=f"m{len(self.mentions) + 1}",
                section=section.id if section else None,
                text=self.source[span[0] : span[1]],
                span=span,
                subject=name,
                role=role,
                value=value,
                unit=unit,
                per=None if at.subject.is_base else at.subject.per,
            )
        )

    def _unit(self, text: str | None) -> Unit | None:
        if text is not None and text not in self.units:
            self.units[text] = find_unit(text, self.grammar) or Unit(text=text)
        return self.units[text] if text is not None else None

    def _normalized(self, at: SentencePlace, unit: Unit | None) -> Normalized | None:
        if at.q.kind == "ratio":
            return normalize_ratio(*at.q.numbers)
        if at.q.kind == "range":
            return None
        per = at.subject.per
        key = (at.q.numbers[0], at.q.unit, per.count if per else None)
        if key not in self.normalized:
            self.normalized[key] = normalize(key[0], unit, per, self.grammar)
        return self.normalized[key]


def _numbers(q: Quantity) -> dict[str, Any]:
    """The fields of a `Value` that hold the numbers of a quantity of its kind."""
    first = float(q.numbers[0])
    if q.kind == "number":
        return {"value": first}
    last = float(q.numbers[-1])
    return {"low": first, "high": last} if q.kind == "range" else {"ratio": (first, last)}


def _printed(paragraph: Paragraph, at: SentencePlace, words: str | None) -> str | None:
    """The words as the plan prints them, where digits were read in half width."""
    start = at.text.find(words) if words else -1
    return words if words is None or start < 0 else paragraph.text[start : start + len(words)]
