"""The administrative divisions of China with their codes (GB/T 2260), year by year.

`grammars/regions.tsv` lists them, and says where they come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from planparse.errors import GrammarError
from planparse.grammar.loading import grammar_folder
from planparse.model.plan import RegionLevel


class Division(Struct, frozen=True):
    """One division under one name, and the first and last year that it is listed so."""

    code: str
    name: str
    since: int
    until: int

    @property
    def level(self) -> RegionLevel:
        """省 for a province, 市 for a prefecture (自治州, 盟 too), else 区县 (县级市 too)."""
        if self.code.endswith("0000"):
            return "省"
        return "市" if self.code.endswith("00") else "区县"

    def years_from(self, year: int) -> int:
        """How many years lie between `year` and those of the listing; 0 inside them."""
        return max(self.since - year, year - self.until, 0)


class Divisions:
    """All divisions, to be looked up by name or code."""

    def __init__(self, listed: list[Division]) -> None:
        self._by_name: dict[str, list[Division]] = {}
        self._by_code: dict[str, list[Division]] = {}
        for division in listed:
            self._by_code.setdefault(division.code, []).append(division)
            self._by_name.setdefault(division.name, []).append(division)
            for name in _short_names(division):
                self._by_name.setdefault(name, []).append(division)

    def find(self, printed: str, year: int) -> Division | None:
        """The division with a name as printed, 江苏省句容市 or 句容市, in a year.

        None where none or several bear it; of several in different years the nearest counts.
        """
        found: dict[str, Division] = {}
        for start in range(len(printed)):
            for division in self._by_name.get(printed[start:], ()):
                if not self._stands_under(division, printed[:start]):
                    continue
                known = found.get(division.code)
                if known is None or division.years_from(year) < known.years_from(year):
                    found[division.code] = division
        if not found:
            return None
        nearest = min(division.years_from(year) for division in found.values())
        best = [d for d in found.values() if d.years_from(year) == nearest]
        return best[0] if len(best) == 1 else None

    def beginning(self, text: str, year: int) -> Division | None:
        """The province or prefecture whose full or short name a text begins with (广西, 重庆)."""
        for length in range(LONGEST_NAME, 1, -1):
            found = [d for d in self._by_name.get(text[:length], ()) if d.code.endswith("00")]
            if found:
                return min(found, key=lambda division: division.years_from(year))
        return None

    def parent(self, division: Division) -> Division | None:
        """The prefecture or province that a division belongs to; None for a province."""
        return next(self._above(division), None)

    def _above(self, division: Division) -> Iterator[Division]:
        """The divisions that one belongs to, the nearest first."""
        for code in (division.code[:4] + "00", division.code[:2] + "0000"):
            listed = self._by_code.get(code)
            if listed and code != division.code:
                yield min(listed, key=lambda above: above.years_from(division.until))

    def _stands_under(self, division: Division, before: str) -> bool:
        """Whether what is printed before a division's name are names of what it belongs to."""
        for above in self._above(division):
            for name in (above.name, *_short_names(above)):
                if before.endswith(name):
                    before = before.removesuffix(name)
                    break
        return not before


LONGEST_NAME = 15
"""Characters of the longest name: 积石山保安族东乡族撒拉族自治县 and its like."""
_SHORT = 2
"""Characters of a name that its short form keeps at least: 海西州, 广西."""


def _short_names(division: Division) -> Sequence[str]:
    """Under what shorter names a division goes: 广西, 海西州, 阜蒙县 not among them."""
    # Most go under none.
    is_province = division.code.endswith("0000")
    return tuple(_shortened(division)) if is_province or "自治" in division.name else ()


def _shortened(division: Division) -> Iterator[str]:
    name = division.name
    if division.code.endswith("0000"):
        for ending in ("省", "市", "特别行政区"):
            if name.endswith(ending):
                yield name.removesuffix(ending)
        if name.endswith("自治区"):
            # 内蒙古 and 黑龙江 are the only ones with three characters.
            yield name[:3] if name.startswith("内蒙古") else name[:_SHORT]
    else:
        kind = name[-1]
        for length in (_SHORT, _SHORT + 1):
            yield name[:length] + kind


@cache
def divisions() -> Divisions:
    """All divisions, read once."""
    path = grammar_folder() / "regions.tsv"
    listed: list[Division] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        for line in lines:
            if line[:1].isdecimal():
                code, name, since, until = line.split("\t")
                listed.append(Division(code, name, int(since), int(until)))
    except (OSError, ValueError) as e:
        raise GrammarError(path.name, "", str(e)) from e
    return Divisions(listed)
