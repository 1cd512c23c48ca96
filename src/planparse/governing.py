"""Says what governs a quantity in its sentence: the year, the comparator, and whether it is a change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import regex

from planparse.plan import Comparator
from planparse.quantities import Lexicon, Quantity, last_word

_SENTENCE_END = regex.compile("[。！？!?]")
_PLAN_NUMBER = "一二三四五六七八九"
_FIRST_PLAN_END = 1957
"""The first five-year plan ended in 1957; from the third on they end every five years from 1970."""


@dataclass(frozen=True, slots=True)
class When:
    """An expression of time in a sentence: it governs the quantities from `end` up to `until`."""

    start: int
    end: int
    until: int
    year: int | None
    goal: bool
    """到2025年, 力争2023年底: a year to come."""
    once: bool = False
    """由2020年的15%: governs only the number that follows."""


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
    if "年" not in text[start:end] and "五" not in text[start:end]:
        return found
    for match in lex.pattern["when"].finditer(text, start, end):
        quoted = text.rfind("《", start, match.start()) > text.rfind("》", start, match.start())
        if match["ref"] or match["planref"] or quoted:
            continue
        at = match.start()
        opens = not text[start:at].strip("，、“（") or not any(c in "，；：" for c in text[start:at])
        goal = (match["goal"] or "") not in ("", "在", "截至", "截止", "截止到", "截至到")
        stop = text.find("；", match.end(), end)
        until = end if opens or goal or stop < 0 else stop
        found.append(When(at, match.end(), until, _year(match), goal, bool(match["from"] and match["of"])))
    return found


def _year(match: regex.Match[str]) -> int | None:
    if match["year"]:
        return int(match["year"])
    if match["planend"]:
        digits = [c for c in match["none"] if c in "一二三四五六七"]
        number = 10 + _PLAN_NUMBER.index(digits[0]) + 1 if len(digits) == 2 else 10
        return 1955 + 5 * number
    return None


def governing(found: list[When], q: Quantity, previous: int) -> When | None:
    """The expression that governs `q`: the nearest before it that reaches so far.

    `previous` is where the quantity before ends; an expression that holds once is spent there.
    """
    for when in reversed(found):
        if when.end <= q.start < when.until and not (when.once and when.end <= previous):
            return when
    return None


def shared_years(
    text: str, found: list[When], quantities: list[Quantity], lex: Lexicon
) -> dict[int, When]:
    """到2023年和2025年，…分别达到80%和95%: the year of each quantity, by its index."""
    shared: dict[int, When] = {}
    between = lex.pattern["years-apart"]
    for n, when in enumerate(found):
        years = [when]
        while n + len(years) < len(found) and between.fullmatch(
            text, years[-1].end, found[n + len(years)].start
        ):
            years.append(found[n + len(years)])
        first = next((i for i, q in enumerate(quantities) if q.start > years[-1].end), len(quantities))
        values = quantities[first:first + len(years)]
        if len(years) < 2 or len(values) < len(years) or "分别" not in text[when.end:values[0].start]:
            continue
        if all(text[a.after:b.start] in ("和", "、", "及") for a, b in zip(values, values[1:], strict=False)):
            shared.update({first + k: y for k, y in enumerate(years)})
            break
    return shared


def first_year(text: str, lex: Lexicon) -> int | None:
    """The first year of a plan that prints no period: four before the year that it most often looks to."""
    counts = Counter(int(m["year"]) for m in lex.pattern["horizon"].finditer(text))
    if not counts:
        return None
    return min(counts, key=lambda year: (-counts[year], year)) - 4


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
    best, sign = -1, None
    for word in lex.words["far-bounds"].ordered:
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
    if not word and points and text[end:q.start] not in ("达到", "为", "达"):
        return "百分点"
    return word
