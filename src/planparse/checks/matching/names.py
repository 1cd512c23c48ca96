"""Whether two names speak of the same thing: words, synonyms, areas, whatever their order.

A name is brought into a plain form first (width, brackets, synonyms, the base of
a rate, the plan's own area). Two plain forms that use the same characters are one
name. Where only characters of harmless words are left over, jieba decides
whether they are these words; its dictionary is `grammars/planning.dict` and no
other, so that it is read in milliseconds and says the same on every machine.
"""

from __future__ import annotations

import re
from itertools import filterfalse
from typing import NamedTuple

from msgspec import Struct, structs

from planparse.checks.matching.name_words import NameWords, nfkc
from planparse.grammar import Grammar
from planparse.model.plan import Per, Region

# What is left of a shortened name needs so many characters to be one; 女性占比 is a share of
# anything.
LEAST_LEFT = 4

# A region is left out of a name only by so many of its characters: 新区 alone is of any new area.
SHORTEST_REGION = 3

# A name of one character is in too many others.
SHORTEST_CONTAINED = 2

# What words for all of an area begin with: 全市, 我省.
WHOLE_OF = "全我"

# The first two figures of the codes of autonomous regions (GB/T 2260).
AUTONOMOUS = frozenset({"15", "45", "54", "64", "65"})
PROVINCE = "省"

# The level of the nation, which a plan of unknown region is not for.
NATION = "国家"

_MARKS = re.compile(r"[\s的（）()〔〕\[\]《》“”\"'‘’、，,；;：:·—–\-*＊。①-⑳]+")


class Name(Struct, frozen=True):
    """A name in plain form."""

    plain: str
    bag: str
    """The characters of `plain`, sorted: equal for the same words in any order."""
    key: str
    """Those of them that no harmless word has: names that differ in it are never alike."""
    territory: str | None = None
    """The region level of an area that is not the plan's own; None where it names none."""
    whole: bool = False
    """Whether it was said to be the whole of the plan's own area (全区床位)."""
    elided: bool = False
    """Whether the whole of a share was left out of it: 占比 for 占地区生产总值比重."""
    themeless: bool = False
    """Whether the theme of the plan was left out of it: 适配率 of 残疾人 in a plan for them."""


class Namer:
    """Compares names of indicators within one plan, whose `region` is left out of them."""

    def __init__(self, grammar: Grammar, region: Region | None = None) -> None:
        self._grammar = grammar
        self._words = grammar.derived(NameWords)
        self._own_areas = _own_areas(self._words.area_level, region)
        self._region = nfkc(region.name) if region else ""
        self._cores: dict[str, str] = {}
        self._names: dict[str | tuple[str, int], Name] = {}
        """By the printed name, and the count of its base where it has one."""

    # ------------------------------------------------------------ plain forms

    def name(self, text: str, per: Per | None = None) -> Name:
        """The plain form of a printed name; the words of its base (`per`) are taken out."""
        key = text if per is None else (text, per.count)
        known = self._names.get(key)
        if known is None:
            known = self._read(text, per)
            self._names[key] = known
        return known

    def _read(self, text: str, per: Per | None) -> Name:
        plain = _without_region(nfkc(text), self._region)
        if "(" in plain:
            plain = self._words.aside.sub("", plain)
        if per is not None:
            plain = _without_base(plain, per, self._words)
        # Neighbouring plans have many names in common, which are the same but for the area's.
        name, area = self._grammar.remembered(_in_plain_form, plain)
        if not area:
            return name
        if area in self._own_areas:
            return structs.replace(name, whole=True)
        return structs.replace(name, territory=self._words.area_level[area])

    def names_other_area(self, text: str) -> bool:
        """Whether a text has a word for a whole area that is not the plan's own (全国, in a city's plan)."""
        found = {match[0] for match in self._words.area.finditer(text)}
        # 新区 stands in names of other things too.
        whole = {word for word in found if word[0] in WHOLE_OF}
        return not whole <= self._own_areas

    # ------------------------------------------------------------ shorter forms

    def elided(self, name: Name) -> Name | None:
        """A share's name without its whole (占…比重), as prose shortens it; None for other names."""
        plain, count = self._words.whole_of_share.subn("", name.plain)
        if count == 0 or len(plain) <= LEAST_LEFT:
            return None
        short = _made(plain, self._words)
        return structs.replace(short, territory=name.territory, whole=name.whole, elided=True)

    def theme(self, title: str) -> str:
        """What a plan is about, by the first word of its title; "" where that is not told."""
        one_line = nfkc("".join(title.split()))
        rest = _without_region(one_line, self._region)
        found = self._words.theme.match(rest)
        return str(found["theme"]) if found else ""

    def themeless(self, name: Name, theme: str) -> Name | None:
        """A name without the theme of the plan; None where it has none, or is nothing else."""
        if not theme or theme not in name.plain:
            return None
        if len(name.plain) - len(theme) < LEAST_LEFT:
            return None
        rest = name.plain.replace(theme, "", 1)
        short = _made(rest, self._words)
        return structs.replace(short, territory=name.territory, whole=name.whole, themeless=True)

    # ------------------------------------------------------------ two names

    def same(self, a: Name, b: Name) -> bool:
        """Whether two names are the same words in any order; a name without words is none."""
        if not a.plain:
            return False
        return a.bag == b.bag and a.territory == b.territory

    def contains(self, a: Name, b: Name) -> bool:
        """Whether one name is the other, or has a word more (营业里程 of 铁路营业里程)."""
        if len(b.plain) < SHORTEST_CONTAINED:
            return False
        if a.bag == b.bag:
            return True
        return b.plain in a.plain or a.plain in b.plain

    def alike(self, a: Name, b: Name) -> bool:
        """Whether two names are the same but for words that change nothing.

        jieba says what is a word.
        """
        if self.same(a, b):
            return True
        if not a.key or a.key != b.key:
            return False
        if a.territory != b.territory:
            return False
        core = self._core(a.plain)
        return bool(core) and core == self._core(b.plain)

    def _core(self, plain: str) -> str:
        """The characters of all words but the harmless ones, sorted."""
        if plain not in self._cores:
            stem = self._words.share_end.sub("", plain)
            words = self._words.segmented(stem)
            telling = [word for word in words if word not in self._words.neutral]
            self._cores[plain] = "".join(sorted("".join(telling)))
        return self._cores[plain]


class _PlainForm(NamedTuple):
    """A name in plain form, before it is known which area is the plan's own."""

    name: Name
    area: str
    """The word for an area that the name began with (全区床位); "" for none."""


def _in_plain_form(text: str, grammar: Grammar) -> _PlainForm:
    """The plain form of a name in one width, without region and base."""
    words = grammar.derived(NameWords)
    plain = words.synonym.sub(lambda found: words.first_synonym[found[0]], text)
    area = _area_before(plain, words)
    stem = _stem(plain[len(area) :], words)
    return _PlainForm(_made(stem, words), area)


def _area_before(plain: str, words: NameWords) -> str:
    """The word for an area that a name begins with; a name that is nothing else keeps it."""
    found = words.area.match(plain)
    if found is None or len(found[0]) == len(plain):
        return ""
    return found[0]


def _stem(plain: str, words: NameWords) -> str:
    """A name without marks, and without words that only say that something is counted."""
    if "的" in plain or not plain.isalnum():
        plain = _MARKS.sub("", plain)
    plain = words.level_end.sub("", plain)
    plain = words.share_filler.sub("", plain)
    plain = words.count_end.sub("", plain)
    return words.lead.sub("", plain)


def _made(plain: str, words: NameWords) -> Name:
    """The name of these words, of no area in particular."""
    bag = "".join(sorted(plain))
    key = "".join(filterfalse(words.harmless.__contains__, bag))
    return Name(plain=plain, bag=bag, key=key)


def _without_base(
    plain: str,
    per: Per,
    words: NameWords,
) -> str:
    """The name without 每千人口; of a base in other words (每个街道) nothing is taken."""
    found = words.base.search(plain)
    if found is None:
        return plain
    before = plain[: found.start()]
    after = plain[found.end() :]
    counted = nfkc(per.of)
    # Of 每千名儿童 the 名 is taken with the number, but the base of the rate has it (名儿童).
    classifier = words.base_classifier.match(counted)
    bare = counted[classifier.end() :] if classifier else counted
    for word in (counted, bare):
        if word and after.startswith(word):
            return before + after[len(word) :]
    return before + after


def _own_areas(levels: dict[str, str], region: Region | None) -> frozenset[str]:
    """The words for the plan's own area: 全市 in a 市's plan.

    A plan of unknown region is no nation's.
    """
    if region is None or region.level is None:
        return frozenset(word for word, level in levels.items() if level != NATION)
    # A 县级市 says 全市; an autonomous region 全区, though its short name (广西) has no 区.
    end = region.name[-1:]
    if region.level == PROVINCE and (region.code or "")[:2] in AUTONOMOUS:
        end = "区"
    own = set()
    for word, level in levels.items():
        if level == region.level or word.endswith(end):
            own.add(word)
    return frozenset(own)


def _without_region(plain: str, region: str) -> str:
    """The name without the region before it, whole or its last words: 大足区 of 重庆市大足区."""
    if plain[:1] not in region:
        return plain
    for start in range(len(region) - SHORTEST_REGION + 1):
        own = region[start:]
        if plain.startswith(own) and len(plain) > len(own):
            return plain[len(own) :]
    return plain
