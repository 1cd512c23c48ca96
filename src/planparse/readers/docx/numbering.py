"""Automatic numbering of Word (numbering.xml): the label that is printed before a paragraph.

ECMA-376 part 1, 17.9. Counters belong to an abstract list; every `w:num` that refers to it goes on
counting unless it overrides the start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from planparse.readers.docx.numerals import render
from planparse.readers.docx.styles import flag, value, w, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PLACE = re.compile(r"%([1-9])")
"""Where a level's text prints the counter of a level, counted from 1."""
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
"""Signs of symbol fonts, which say nothing without their font."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    """Its first number."""
    fmt: str = "decimal"
    """The number format, as numFmt names it."""
    text: str = ""
    """What is printed, with %1 … %9 for the counters of the levels."""
    suffix: str = "tab"
    """What stands between label and text: "tab", "space" or "nothing"."""
    restart: int | None = None
    """The level, from 1, below which it does not begin anew; None is every higher one."""
    legal: bool = False
    """Whether all counters of its text are printed in decimals (1.1, where 一 counts above)."""
    style: str = ""
    """Id of the paragraph style whose paragraphs it numbers."""


@dataclass(slots=True)
class _List:
    """A `w:num`: a list that counts in an abstract list."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)
    """Per level the start that the list overrides, until it is used."""

    def level_of(self, style: str) -> int:
        """The level that is tied to the paragraph style, 0 where none is."""
        if style:
            for at, level in self.levels.items():
                if level.style == style:
                    return at
        return 0


class Numbering:
    """Counts the numbered paragraphs of one document in their order."""

    def __init__(self, root: Element | None) -> None:
        self._abstract = _by_id(root, "abstractNum", "abstractNumId")
        self._nums = _by_id(root, "num", "numId")
        # An abstract list says for which numbering style it stands; other lists name the style.
        self._links: dict[str, str] = {}
        for key, element in self._abstract.items():
            self._links[value(element, "styleLink")] = key
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, dict[int, int]] = {}

    def label(self, num_id: str, ilvl: int | None, style: str) -> str:
        """Count one paragraph of list `num_id` and return its label, with a blank behind it.

        "" where the list or the level is not defined. `ilvl` None means the level that the list
        ties to the paragraph style `style`.
        """
        numbered = self._list(num_id)
        if numbered is None:
            return ""
        at = ilvl
        if at is None:
            at = numbered.level_of(style)
        level = numbered.levels.get(at)
        if level is None:
            return ""
        # Counted also where nothing is printed: the paragraphs behind it go on from here.
        self._count(numbered, at, level)
        label = self._text(numbered, level)
        if not label or level.suffix == "nothing":
            return label
        return label + " "

    def _count(self, numbered: _List, at: int, level: Level) -> None:
        counters = self._counters.setdefault(numbered.abstract, {})
        if at in numbered.starts:
            # An override counts once, at the list's first paragraph of the level.
            counters[at] = numbered.starts.pop(at)
        elif at in counters:
            counters[at] += 1
        else:
            counters[at] = level.start
        deeper = [below for below in counters if below > at]
        for below in deeper:
            if _begins_anew(numbered.levels.get(below), at):
                del counters[below]

    def _text(self, numbered: _List, level: Level) -> str:
        """What the level prints before a paragraph that was just counted."""
        if level.fmt == "bullet":
            bullet = _PRIVATE_USE.sub("•", level.text)
            return bullet.strip()
        if level.fmt == "none":
            return _PLACE.sub("", level.text)
        counters = self._counters[numbered.abstract]

        def printed(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            other = numbered.levels.get(at, Level())
            number = counters.get(at)
            if number is None:
                # A paragraph of a higher level is missing: Word prints where it would begin.
                number = numbered.starts.get(at, other.start)
            if level.legal:
                return render(number, "decimal")
            return render(number, other.fmt)

        return _PLACE.sub(printed, level.text)

    def _list(self, num_id: str) -> _List | None:
        # Built once: what an override set is used up while the list counts.
        if num_id not in self._lists:
            self._lists[num_id] = self._build(num_id)
        return self._lists[num_id]

    def _build(self, num_id: str) -> _List | None:
        """The list as numbering.xml defines it, None where it is not defined."""
        num = self._nums.get(num_id)
        if num is None:
            return None
        key = self._followed(value(num, "abstractNumId"))
        abstract = self._abstract.get(key)
        if abstract is None:
            return None
        numbered = _List(key, _levels(abstract))
        for override in num.iterfind(w("lvlOverride")):
            _override(numbered, override)
        return numbered

    def _followed(self, key: str) -> str:
        """The abstract list behind a link to a numbering style (17.9.21), else `key` itself."""
        abstract = self._abstract.get(key)
        link = value(abstract, "numStyleLink")
        if not link:
            return key
        return self._links.get(link, key)


def _begins_anew(level: Level | None, counted: int) -> bool:
    """Whether the level's counter goes back when a paragraph of the level `counted` comes."""
    if level is None or level.restart is None:
        return True
    # The attribute counts levels from 1; 0 is never.
    return counted < level.restart


def _override(numbered: _List, override: Element) -> None:
    """Apply a w:lvlOverride: levels of the list's own, and another start."""
    numbered.levels |= _levels(override)
    start = whole_number(override, "startOverride")
    if start is None:
        return
    at = _level_number(override)
    numbered.starts[at] = start
    # Also for the times when a higher level makes it begin anew.
    level = numbered.levels.get(at, Level())
    numbered.levels[at] = replace(level, start=start)


def _by_id(root: Element | None, tag: str, attribute: str) -> dict[str, Element]:
    """The children `tag` of `root` by the attribute that names them."""
    found: dict[str, Element] = {}
    if root is None:
        return found
    for element in root.iterfind(w(tag)):
        key = element.get(w(attribute), "")
        found[key] = element
    return found


def _levels(parent: Element) -> dict[int, Level]:
    """The levels that stand below `parent`, by their number from 0."""
    levels: dict[int, Level] = {}
    for element in parent.iterfind(w("lvl")):
        at = _level_number(element)
        levels[at] = _level(element)
    return levels


def _level_number(element: Element) -> int:
    text = element.get(w("ilvl"), "")
    if not text.isdecimal():
        return 0
    return int(text)


def _level(element: Element) -> Level:
    start = whole_number(element, "start")
    if start is None:
        start = 1
    return Level(
        start=start,
        fmt=_number_format(element),
        text=value(element, "lvlText"),
        suffix=value(element, "suff") or "tab",
        restart=whole_number(element, "lvlRestart"),
        legal=bool(flag(element, "isLgl")),
        style=value(element, "pStyle"),
    )


def _number_format(level: Element) -> str:
    """The first format that has a name.

    Newer versions write a format of their own as "custom", with an older one beside it.
    """
    for element in level.iter(w("numFmt")):
        name = element.get(w("val"), "")
        if name != "custom":
            return name
    return "decimal"
