"""Says what governs a quantity in its sentence: the year, the comparator, and whether it is a change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

import regex

from planparse.grammar import five_years
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Comparator
from planparse.prose.quantities import Quantity
from planparse.prose.words import Lexicon, last_word

_SENTENCE_END = regex.compile("[。！？!?]")
_REACH = 120
_COMMA = regex.compile("[，；：]")
_LOOK_BACK = 6
"""So many expressions of time before a quantity are tried."""
_OPENING = 8
"""What opens a sentence begins no further in: ——力争到2025年."""


class When(NamedTuple):
    """An expression of time in a sentence: it governs the quantities from `end` up to `until`."""

    start: int
    end: int
    until: int
    year: int | None
    goal: bool
    """到2025年, 力争2023年底: a year to come."""
    owned: bool = False
    """2020年的15%: the year of the number that follows."""
    once: bool = False
    """由2020年的15%: of that number and no other."""
    lasts: bool = False
    """It opens its sentence and may hold for the next, too; 2023年前 says by when one thing is done."""
    spent: bool = False
    """A sentence with numbers came under it: one without them would end it."""
    total: bool = False
    """截至2020年底: what was done by then counts as well as what there is."""


def sentences(text: str, start: int) -> list[tuple[int, int]]:
    """The sentences of `text` from `start` on as half-open spans, closed by 。！or ？."""
    found = []
    for match in _SENTENCE_END.finditer(text, start):
        found.append((start, match.end()))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def whens(text: str, start: int, end: int, lex: Lexicon) -> list[When]:
    """The expressions of time of the sentence `text[start:end]` that can govern a quantity, in order."""
    found: list[When] = []
    if text.find("年", start, end) < 0 and text.find("五", start, end) < 0:
        return found
    matches = list(lex.pattern["when"].finditer(text, start, end))
    if not matches:
        return found
    commas = [m.start() for m in _COMMA.finditer(text, start, end)]
    parts = [i for i in commas if text[i] == "；"]
    titles = 0
    for match in matches:
        at = match.start()
        since = found[-1].start if found else start
        titles += text.count("《", since, at) - text.count("》", since, at)
        if match["ref"] or match["planref"] or (match["span"] and found):
            continue
        goal = (match["goal"] or "") in lex.words["goal-leads"]
        part = bisect_left(parts, match.end())
        opens = not commas or at <= commas[0] or goal or part == len(parts)
        until = match.end() if titles > 0 else end if opens else parts[part]
        lasts = (
            at <= start + _OPENING
            and not (commas and commas[0] < at)
            and not match["of"]
            and not match["by"]
        )
        inside = at > start and lex.pattern["verb-of-year"].match(text, match.end())
        if inside and not lex.pattern["opens"].search(text[max(start, at - _OPENING) : at]):
            comma = bisect_left(commas, match.end())
            until = commas[comma] if comma < len(commas) else end
        owned = match["of"] is not None
        found.append(
            When(
                at,
                match.end(),
                until,
                _year(match),
                goal,
                owned,
                once=owned and match["from"] is not None,
                lasts=lasts,
                total=(match["goal"] or "").startswith("截"),
            )
        )
    return found


def _year(match: regex.Match[str]) -> int | None:
    if match["year"]:
        return int(match["year"])
    if match["planend"]:
        digits = [c for c in match["none"] if c in "一二三四五六七"]
        later = read_integer(digits[0]) if len(digits) == 2 else 0
        return five_years.last_year(10 + (later or 0))
    return None


def governing(found: list[When], q: Quantity, previous: int) -> When | None:
    """The expression that governs `q`: the nearest before it that reaches so far.

    `previous` is where the quantity before ends; one that holds once is spent there.
    """
    last = bisect_right(found, q.start, key=lambda when: when.end)
    for when in reversed(found[max(0, last - _LOOK_BACK) : last]):
        if q.start < when.until and not (when.once and when.end <= previous):
            return when
    return None


def shared_years(
    text: str, found: list[When], quantities: list[Quantity], lex: Lexicon
) -> dict[int, When]:
    """到2023年和2025年，…分别达到80%和95%: the year of each quantity, by its index."""
    shared: dict[int, When] = {}
    if len(found) < 2 or "分别" not in text[found[0].end : quantities[-1].start]:
        return shared
    starts = [q.start for q in quantities]
    between = lex.pattern["years-apart"]
    for n, when in enumerate(found):
        years = [when]
        while n + len(years) < len(found) and between.fullmatch(
            text, years[-1].end, found[n + len(years)].start
        ):
            years.append(found[n + len(years)])
        first = bisect_right(starts, years[-1].end)
        values = quantities[first : first + len(years)]
        if len(years) < 2 or len(values) < len(years):
            continue
        if "分别" not in text[when.end : min(when.end + _REACH, values[0].start)]:
            continue
        if all(text[a.after : b.start] in lex.words["joints"] for a, b in pairwise(values)):
            shared.update({first + k: y for k, y in enumerate(years)})
            break
    return shared


def first_year(text: str, lex: Lexicon) -> int | None:
    """The first year of a plan that prints no period: four before the year that it most often looks to."""
    counts = Counter(int(m["year"]) for m in lex.pattern["horizon"].finditer(text))
    if not counts:
        return None
    last = min(counts, key=lambda year: (-counts[year], year))
    return five_years.first_of(last)


def comparator(text: str, clause: int, q: Quantity, lex: Lexicon) -> Comparator | None:
    """The comparator that is printed beside `q` or before it in its clause; None where there is none."""
    if q.comparator:
        return q.comparator
    end = q.start
    for _ in range(5):
        word = last_word(text, clause, end, lex.before)
        if word and not _false(text, end, word, q, lex):
            return lex.sign[word]  # type: ignore[return-value]
        if not (word := last_word(text, clause, end, lex.skipped)):
            break
        end -= len(word)
    return _far(text, clause, q, lex)


def _false(text: str, end: int, word: str, q: Quantity, lex: Lexicon) -> bool:
    """节约200万元 and 突破5项技术 print no comparator."""
    other = last_word(text, 0, end, lex.words["not-about"])
    if len(other) > len(word) and other.endswith(word):
        return True
    return word.endswith("突破") and bool(lex.pattern["breakthrough"].match(q.unit or ""))


def _far(text: str, clause: int, q: Quantity, lex: Lexicon) -> Comparator | None:
    best, sign, words = -1, None, lex.words["far-bounds"]
    if not lex.far_letters.search(text, clause, q.start):
        return None
    for word in words.ordered:
        at = text.rfind(word, clause, q.start)
        if at > best and lex.pattern["far-gap"].fullmatch(text, at + len(word), q.start):
            best, sign = at, lex.sign.get(word)
    return sign  # type: ignore[return-value]


def change(text: str, clause: int, q: Quantity, lex: Lexicon) -> str:
    """The verb of increase or decrease that makes `q` a change, "" where it is a value reached."""
    end = q.start
    while word := last_word(text, clause, end, lex.adverbs):
        end -= len(word)
    word = last_word(text, clause, end, lex.words["changes"])
    points = (q.unit or "").endswith("百分点")
    if len(word) == 1 and not points and not lex.pattern["since"].search(text, clause, end):
        return ""
    if not word and points and text[end : q.start] not in ("达到", "为", "达"):
        return "百分点"
    return word


def compared(text: str, low: int, q: Quantity, lex: Lexicon) -> str | None:
    """The printed words that the change `q` is measured against: 2015年 in 较2015年提高5%."""
    match = lex.pattern["basis"].search(text, low, q.start)
    return next((g for g in match.groups() if g), None) if match else None
