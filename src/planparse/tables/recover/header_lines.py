"""The header of a flattened table whose cells were wrapped: pieces on several lines, to whole cells.

序 / 号 and 2020 / 年 stand above and below 指标 when the header's cells are centred. Which
pieces make a cell is found from both ends: a cell is made of words that the grammar
knows as a header, and the columns behind the name hold what the rows below print there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise, product

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns import role_of
from planparse.tables.header_words import is_word
from planparse.tables.raw_cells import RawCell
from planparse.tables.recover.doubt import is_balanced
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token, merge

_LINES = 5
"""Printed lines that a header takes at most."""
_TALL = 24
"""The same, where every piece has a line of its own."""
_MOST = 12
"""Columns that a woven header has at most."""
_FRONT = ("category", "number", "name", "entity", "qualifier")
_LETTER = {"value": "V", "missing": "V", "serial": "V", "nature": "N", "unit": "U"}
_MARKED, _RUN = re.compile("(?=[UV]*N)[UVN]{2,}"), re.compile("[UV]+")
_YEAR = re.compile("20[0-9][0-9]")
_ROLE = {**dict.fromkeys(VALUES, "V"), "nature": "N", "unit": "U"}


def tail_of(lines: Sequence[Sequence[Token]], grammar: Grammar) -> str:
    """What most rows print behind the name, a letter a cell: U a unit, V a value, N a mark of nature; "" if unknown."""
    letters = _by_line(lines, grammar)
    flat = "".join(c for line in letters for c in line)
    marked = Counter(m[0] for m in _MARKED.finditer(flat))
    if sum(marked.values()) > 1:
        return marked.most_common(1)[0][0]
    alone = sum(len(line) == 1 for line in letters) * 10 >= 9 * len(letters)
    runs = (
        Counter(m[0] for m in _RUN.finditer(flat))
        if alone
        else Counter("".join(x).rpartition(" ")[2] for x in letters)
    )
    del runs[""]
    return runs.most_common(1)[0][0] if sum(runs.values()) > 1 else ""


def _by_line(lines: Sequence[Sequence[Token]], grammar: Grammar) -> list[list[str]]:
    """A letter for each word of each line; serial numbers, one up each time near a line's start, are no values."""
    out, last = [], 0
    for line in lines:
        letters = [_letter(t, grammar) for t in line]
        for n, token in enumerate(line[:2]):
            if token.text == str(last + 1):
                letters[n], last = " ", last + 1
                break
        out.append(letters)
    return out


def _letter(token: Token, grammar: Grammar) -> str:
    kind = cell_kind(token.text, grammar)
    if _is_year(token.text):
        return " "
    return "U" if kind == "text" and known(token.text, grammar) else _LETTER.get(kind, " ")


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdecimal() and text[:2] in ("19", "20")


def whole_natures(lines: Sequence[list[Token]], grammar: Grammar) -> list[list[Token]]:
    """The lines with 预期 / 性, wrapped in a column of two characters, put together on the line of the row's values."""
    halves = [
        (n, t)
        for n, line in enumerate(lines)
        for t in line
        if grammar.pattern("grids.nature-half").fullmatch(t.text)
    ]
    pairs = [
        (a, b)
        for a, b in pairwise(halves)
        if len(a[1].text) > 1 and len(b[1].text) == 1 and b[0] - a[0] <= 4
    ]
    if len(pairs) < 2 or len(pairs) * 2 < len(halves) - 1:
        return list(lines)
    out = [list(line) for line in lines]
    for (n, first), (m, second) in pairs:
        for k, half in ((n, first), (m, second)):
            out[k] = [t for t in out[k] if t is not half]
        before = n - 1 if n and _letter(lines[n - 1][-1], grammar) == "V" else n
        row = next(
            (k for k in range(n, m + 1) if any(_letter(t, grammar) == "V" for t in lines[k])),
            before,
        )
        out[row].append(merge([first, second])._replace(line=second.line))
    return [line for line in out if line]


def fits(layout: ColumnLayout, tail: str) -> bool:
    """Whether the columns of a header are those that the rows below print."""
    roles = layout.roles
    again = [r for r in ("number", "name", "nature", "unit") if roles.count(r) > 1]
    mine = "".join(_ROLE.get(r, "?") for r in layout.tail).rstrip("?")
    return not tail or (
        not again and tail in (mine, mine + "V")
    )  # the next row's serial number may stand behind it


def weave(
    lines: Sequence[Sequence[Token]], tail: str, grammar: Grammar
) -> tuple[ColumnLayout, int] | None:
    """The header whose pieces stand on the first of some lines, and how many lines it takes."""
    body = next(
        (
            n
            for n, line in enumerate(lines[:_TALL])
            if "N" in (row := _letters(line, grammar)) or "V" in row
        ),
        0,
    )
    best: tuple[float, list[list[Token]], int] | None = None
    for height in range(1, min(body, _TALL) + 1):
        head = lines[:height]
        flat = [t for line in head for t in line]
        ways = [[flat]] if height > _LINES else [[list(line) for line in head], [flat]]
        for way in ways:
            if sum(len(x) for x in way) > 32:
                continue
            cost, cells = _woven(way, tail, grammar)
            if cells and (best is None or cost < best[0]):
                best = cost, cells, height
    if best is None or best[0] >= 2:
        return None
    raw = [
        RawCell("".join(t.text for t in c), tuple(s for t in c for s in t.spans)) for c in best[1]
    ]
    return ColumnLayout((raw,), tuple(role_of(c.text, grammar) or "text" for c in raw)), best[2]


def _letters(line: Sequence[Token], grammar: Grammar) -> str:
    return "".join(_letter(t, grammar) for t in line)


def _woven(
    lines: Sequence[Sequence[Token]], tail: str, grammar: Grammar
) -> tuple[float, list[list[Token]]]:
    """The cells that some lines of pieces make up at the least cost; no cells where that is none."""
    most = 3 if len(lines) == 1 else 1
    infinite = float("inf")

    @cache
    def rest(
        at: tuple[int, ...], seen: frozenset[str], k: int, year: str
    ) -> tuple[float, tuple[tuple[int, ...], ...]]:
        """Least cost of the pieces from `at` on, once `seen` stand in front and `k` columns behind the name."""
        if all(i == len(line) for i, line in zip(at, lines, strict=True)):
            return (2.0 * (len(tail) - k) if seen & {"name", "entity"} else infinite), ()
        best: tuple[float, tuple[tuple[int, ...], ...]] = (infinite, ())
        if len(seen) + k > _MOST:
            return best
        for take in product(
            *(range(min(most, len(line) - i) + 1) for i, line in zip(at, lines, strict=True))
        ):
            if not any(take):
                continue
            text = "".join(t.text for t in _taken(lines, at, take))
            role = role_of(text, grammar)
            step, now, column = _step(role, seen, k, tail)
            if step == infinite:
                continue
            later = text[:4] if _is_year(text[:4]) else year
            after, cells = rest(
                tuple(i + n for i, n in zip(at, take, strict=True)), now, column, later
            )
            odd = (
                0.4 * (later < year)
                + 0.3 * (not is_word(text, grammar))
                + 0.3 * _begins_oddly(text)
                + 0.6 * (not is_balanced(text))
            )
            cost = step + after + _lopsided(take) + odd
            if cost < best[0]:
                best = cost, (take, *cells)
        return best

    cost, takes = rest((0,) * len(lines), frozenset(), 0, "")
    at, cells = [0] * len(lines), []
    for take in takes:
        cells.append(_taken(lines, at, take))
        at = [i + n for i, n in zip(at, take, strict=True)]
    return cost, cells


def _taken(lines: Sequence[Sequence[Token]], at: Sequence[int], take: Sequence[int]) -> list[Token]:
    return [t for line, i, n in zip(lines, at, take, strict=True) for t in line[i : i + n]]


def _step(
    role: str | None, seen: frozenset[str], k: int, tail: str
) -> tuple[float, frozenset[str], int]:
    """What a column of this role costs as the next one."""
    named = bool(seen & {"name", "entity"})
    if role in _FRONT:
        if role in seen or (k > 0 and role != "qualifier"):
            return float("inf"), seen, k
        return (1.5 if named and role != "qualifier" else 0.0), seen | {role}, k
    if role is None or not named:
        return (3.0 if role == "unit" or role in VALUES else float("inf")), seen, k
    letter = _ROLE.get(role)
    if letter and k < len(tail):
        return (0.0 if letter == tail[k] else 3.0), seen, k + 1
    return (0.5 if k >= len(tail) else 3.0), seen, k


def _begins_oddly(text: str) -> bool:
    """Whether a cell begins with what mostly ends one: （实际值）, or words before a year."""
    return text[:1] in "（(" or _YEAR.search(text, 1) is not None


def _lopsided(take: Sequence[int]) -> float:
    """Pieces of a centred cell stand as far above the middle line as below it; those of others begin on the first."""
    lines = [i for i, n in enumerate(take) if n]
    middle, first = (lines[0] + lines[-1]) * 2 == (len(take) - 1) * 2, lines[0] == 0
    holes = len(lines) > 1 and lines[-1] - lines[0] + 1 > len(lines) and not middle
    return (0.0 if middle else 0.02 if first else 0.1) + 0.3 * holes + 0.01 * (sum(take) - 1)
