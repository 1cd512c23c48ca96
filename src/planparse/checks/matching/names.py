"""Whether two names speak of the same thing: words, synonyms, areas, whatever their order.

A name is brought into a plain form first (width, brackets, synonyms, the base of
a rate, the plan's own area). Two plain forms that use the same characters are one
name. Where only characters of harmless words are left over, jieba decides
whether they are these words; its dictionary is `grammars/planning.dict` and no
other, so that it is read in milliseconds and says the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from itertools import filterfalse
from typing import Any, NamedTuple

from planparse.errors import GrammarError
from planparse.grammar import Grammar, grammar_folder
from planparse.model.plan import Per, Region

_MARKS = re.compile(r"[\s的（）()〔〕\[\]《》“”\"'‘’、，,；;：:·—–\-*＊。①-⑳]+")

_LEAST = 4
"""What is left of a shortened name needs so many characters to be one; 女性占比 is a share of anything."""


class Name(NamedTuple):
    """A name in plain form. `territory` is the region level of an area that is not the plan's own."""

    plain: str
    bag: str
    """The characters of `plain` in order of their code points: equal for the same words in any order."""
    key: str
    """Those of them that no harmless word has: names that differ in it are never alike."""
    territory: str | None
    whole: bool = False
    """Whether it was said to be the whole of the plan's own area (全区床位)."""
    elided: bool = False
    """Whether the whole of a share was left out of it: 占比 for 占地区生产总值比重."""
    themeless: bool = False
    """Whether the theme of the plan was left out of it: 适配率 of 残疾人 in a plan for them."""


class Namer:
    """Compares names of indicators within one plan, whose `region` is left out of them."""

    def __init__(self, grammar: Grammar, region: Region | None = None) -> None:
        self._words = grammar.derived(_NameWords)
        self._own = _own_areas(self._words.level, region)
        self._region = _nfkc(region.name) if region else ""
        self._cores: dict[str, str] = {}
        self._names: dict[tuple[str, int], Name] = {}

    def name(self, text: str, per: Per | None = None) -> Name:
        """The plain form of a printed name; the words of its base (`per`) are taken out."""
        key = (text, per.count if per else 0)
        if key not in self._names:
            self._names[key] = self._read(text, per)
        return self._names[key]

    def _read(self, text: str, per: Per | None) -> Name:
        plain, territory, whole = unicodedata.normalize("NFKC", text), None, False
        plain = _without_region(plain, self._region)
        plain = _without_base(plain, per, self._words.base)
        if self._words.synonym.search(plain):
            plain = self._words.synonym.sub(lambda m: self._words.canonical[m[0]], plain)
        if (area := self._words.area.match(plain)) and len(area[0]) < len(plain):
            whole = area[0] in self._own
            territory = None if whole else self._words.level[area[0]]
            plain = plain[area.end() :]
        if "的" in plain or not plain.isalnum():
            plain = _MARKS.sub("", plain)
        if "级" in plain:
            plain = self._words.rank.sub("", plain)
        if plain.endswith("比重"):
            plain = self._words.filler.sub("", plain)
        plain = self._words.count.sub("", plain)
        plain = self._words.lead.sub("", plain)
        return self._made(plain, territory, whole)

    def _made(self, plain: str, territory: str | None, whole: bool) -> Name:
        bag = "".join(sorted(plain))
        return Name(plain, bag, "".join(filterfalse(self._words.harmless.__contains__, bag)), territory, whole)

    def elided(self, name: Name) -> Name | None:
        """A share's name without its whole (占…比重), as prose shortens it; None for other names."""
        if "占" not in name.plain:
            return None
        plain, count = self._words.whole.subn("", name.plain)
        if not count or len(plain) <= _LEAST:
            return None
        return self._made(plain, name.territory, name.whole)._replace(elided=True)

    def theme(self, title: str) -> str:
        """What a plan is about, by the first word of its title after the region; "" where that is not told."""
        rest = _without_region(_nfkc("".join(title.split())), self._region)
        found = self._words.theme.match(rest)
        return str(found["theme"]) if found else ""

    def themeless(self, name: Name, theme: str) -> Name | None:
        """A name without the theme of the plan; None where it has none, or is nothing else."""
        if not theme or theme not in name.plain or len(name.plain) - len(theme) < _LEAST:
            return None
        rest = name.plain.replace(theme, "", 1)
        return self._made(rest, name.territory, name.whole)._replace(themeless=True)

    def same(self, a: Name, b: Name) -> bool:
        """Whether two names are the same words in any order; a name without words is none."""
        return bool(a.plain) and a.bag == b.bag and a.territory == b.territory

    def contains(self, a: Name, b: Name) -> bool:
        """Whether a name is the other one, or is so with a word before or behind it (营业里程 of 铁路营业里程)."""
        return len(b.plain) > 1 and (a.bag == b.bag or b.plain in a.plain or a.plain in b.plain)

    def alike(self, a: Name, b: Name) -> bool:
        """Whether two names are the same but for words that change nothing; jieba says what is a word."""
        if self.same(a, b):
            return True
        if not a.key or a.key != b.key or a.territory != b.territory:
            return False
        core = self._core(a.plain)
        return bool(core) and core == self._core(b.plain)

    def _core(self, plain: str) -> str:
        """The characters of all words but the harmless ones, sorted."""
        if plain not in self._cores:
            stem = self._words.share.sub("", plain)
            words: list[str] = self._words.segmenter().lcut(stem, HMM=False)
            self._cores[plain] = "".join(sorted("".join(w for w in words if w not in self._words.neutral)))
        return self._cores[plain]


class _NameWords:
    """What the grammar says about names, in the form that comparing needs."""

    def __init__(self, grammar: Grammar) -> None:
        self.canonical = {_nfkc(w): _nfkc(r.words[0]) for r in grammar.group("synonym") for w in r.words}
        self.synonym = _union(self.canonical)
        self.level = {w: str(r.attrs["level"]) for r in grammar.group("territory") for w in r.words}
        self.area = _union(self.level)
        self.neutral = frozenset(_nfkc(w) for w in grammar.words("checks.neutral"))
        self.harmless = frozenset("".join(self.neutral))
        self.base = grammar.pattern("checks.per")
        self.count = grammar.pattern("checks.count-suffix")
        self.share = grammar.pattern("checks.share-suffix")
        self.rank = grammar.pattern("checks.level-suffix")
        self.filler = grammar.pattern("checks.share-filler")
        self.lead = grammar.pattern("checks.lead")
        self.theme = grammar.pattern("checks.theme")
        self.whole = grammar.pattern("checks.whole-of-share")
        self._segmenter: Any = None

    def segmenter(self) -> Any:
        """jieba with the planning dictionary, made when first asked for."""
        if self._segmenter is None:
            self._segmenter = _segmenter([*self.neutral, *self.canonical.values()])
        return self._segmenter


def _segmenter(words: list[str]) -> Any:
    with warnings.catch_warnings():  # jieba's own source has invalid escapes
        warnings.simplefilter("ignore")
        import jieba  # costs 0.3 s, and hardly a plan needs it

    path = grammar_folder() / "planning.dict"
    tokenizer = jieba.Tokenizer()
    # Not through initialize(), which leaves a cache in the machine's shared temporary folder.
    try:
        with path.open("rb") as file:
            tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(file)
    except (OSError, ValueError) as e:
        raise GrammarError(path.name, "", str(e)) from e
    tokenizer.initialized = True
    for word in words:
        tokenizer.add_word(word, 1000)
    return tokenizer


def _without_base(plain: str, per: Per | None, base: Any) -> str:
    """The name without 每千人口; of a base in other words (每个街道) nothing is taken."""
    found = base.search(plain) if per else None
    if not found or not per:
        return plain
    rest = plain[found.end() :]
    of = unicodedata.normalize("NFKC", per.of)
    for word in (of, of.lstrip("名个张位户")):
        if word and rest.startswith(word):
            return plain[: found.start()] + rest[len(word) :]
    return plain[: found.start()] + rest


def _own_areas(levels: dict[str, str], region: Region | None) -> frozenset[str]:
    """The words for the plan's own area: 全市 in a 市's plan; a plan of unknown region is no nation's."""
    if region is None or region.level is None:
        return frozenset(w for w, level in levels.items() if level != "国家")
    end = region.name[-1:]  # a 县级市 says 全市, an autonomous region 全区
    return frozenset(w for w, level in levels.items() if level == region.level or w.endswith(end))


def _without_region(plain: str, region: str) -> str:
    """The name without the region before it, whole or its last words: 大足区 of 重庆市大足区."""
    for start in range(len(region) - 2 if plain[:1] in region else 0):
        if plain.startswith(region[start:]) and len(plain) > len(region) - start:
            return plain[len(region) - start :]
    return plain


def _nfkc(word: str) -> str:
    return unicodedata.normalize("NFKC", word)


def _union(words: dict[str, str]) -> re.Pattern[str]:
    """A pattern of words, longest first; by their first letter, so that few are tried at a place."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(c)}(?:{'|'.join(rest)})" for c, rest in groups.items()) or r"(?!)")
