"""prose-contradicts-table: a mention and an indicator that speak of one thing and cannot both hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from planparse.agreement import Extent, Measure, both_hold, keeps, on_one_scale
from planparse.draft import Draft
from planparse.entries import Rows, based_mention
from planparse.grammar import Grammar
from planparse.naming import Name, Namer
from planparse.places import Places, finding, full_name, mention_text, printed
from planparse.plan import Finding, Indicator, Mention, Value
from planparse.tally import Tally, is_rate, tally_of, whole_of

Pair = tuple[Extent, Extent]
Near = tuple[Name, Indicator, Value, Pair, Name]
"""A printed value under the table's name, with both extents and the name that prose gave it."""
_PROMISES = ("target", "standard")
_VAGUE = 3
"""Names of so few characters (床位, 面积) stand in many sentences that mean something else."""


class Case(NamedTuple):
    """A mention against a printed value; `apart` where no number at all lies in both."""

    mention: Mention
    indicator: Indicator
    value: Value
    apart: bool


class Said(NamedTuple):
    """A mention with its name; `added` is the name with what says that it is added, `whole` that of 其中."""

    mention: Mention
    name: Name
    tally: Tally
    added: Name
    whole: Name | None


def prose_contradicts_table(
    draft: Draft, grammar: Grammar, namer: Namer, places: Places
) -> Iterator[Finding]:
    """One finding for each indicator value that prose contradicts, with all mentions that do."""
    rows = Rows(draft, grammar, namer)
    agreed: dict[tuple[str, str], Mention] = {}
    against: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for n, printed_mention in enumerate(draft.mentions):
        if not printed_mention.subject or not _comparable(printed_mention):
            continue
        mention = based_mention(printed_mention, grammar)
        said = _said(mention, n, draft, grammar, namer)
        if said.tally.kind in ("start", "yearly") or _is_vague(mention, said.name, grammar):
            continue
        for indicator, value, pair in _spoken_of(said, rows, grammar, namer):
            key = (indicator.id, value.text)
            if _agree(mention, pair):
                agreed[key] = mention
            elif key not in agreed or not _one_sentence(agreed[key], mention, draft):
                against[key].append(Case(mention, indicator, value, _apart(*pair)))
    for cases in against.values():
        yield _finding(cases, places)


def _said(mention: Mention, at: int, draft: Draft, grammar: Grammar, namer: Namer) -> Said:
    """A mention with what it counts, under the name that a table would give it."""
    tally = tally_of(mention, draft, grammar)
    subject = mention.subject or ""
    name = namer.name(subject, mention.per)
    added = namer.name(tally.word + subject, mention.per) if tally.word and tally.word not in subject else name
    whole = whole_of(at, draft, grammar) if tally.kind == "part" else None
    return Said(mention, name, tally, added, namer.name(whole, None) if whole else None)


def _spoken_of(
    said: Said, rows: Rows, grammar: Grammar, namer: Namer
) -> list[tuple[Indicator, Value, Pair]]:
    """The value that a mention speaks of, or those that bear it out; none where it is unsure."""
    mention = said.mention
    near = _near_rows(said, rows, grammar, namer)
    if not near and mention.role != "standard":
        near = _near(said, said.name, rows.near(said.name, cells=True), rows, grammar, namer)
    fit = [n for n in near if namer.same(n[4], n[0])]
    if borne := [n[1:4] for n in fit or near if _agree(mention, n[3])]:
        return borne  # jieba need not say whether a name is alike whose value agrees
    if mention.role != "standard":  # a norm is held against a goal only where it names it in full
        fit = fit or [n for n in near if namer.alike(n[4], n[0])]
    return [n[1:4] for n in fit[:1]]


def _near_rows(said: Said, rows: Rows, grammar: Grammar, namer: Namer) -> list[Near]:
    """Indicators that may be meant: by the name, by that of what is added, or by a share's shorter name."""
    names = dict.fromkeys((said.name, said.added))
    found = [x for n in names for x in _near(said, n, rows.near(n), rows, grammar, namer)]
    short = None if found else namer.elided(said.name)
    if short is None:
        return found
    full = [r for r in rows.near(short) if not r[1].elided]  # of two wholes left out, one may be another
    return _near(said, short, full, rows, grammar, namer)


def _near(
    said: Said, name: Name, rows: list[tuple[Indicator, Name]], table: Rows, grammar: Grammar, namer: Namer
) -> list[Near]:
    """Values of the mention's role and year, on one scale with it, under names that may be its subject's."""
    return [
        (other, indicator, value, pair, name)
        for indicator, other in rows
        for value in _values(said.mention, indicator)
        if _one_tally(said, name, indicator, value, table, namer)
        and (pair := _pair(said.mention, indicator, value, grammar)) is not None
    ]


def _one_tally(
    said: Said, name: Name, indicator: Indicator, value: Value, rows: Rows, namer: Namer
) -> bool:
    """Whether number and printed value count in one way: both what there is, or both what is added."""
    tally = said.tally
    if value.basis == "cumulative":
        return tally.kind == "added" or (tally.kind == "state" and tally.period)
    if tally.kind == "added":  # only a row of that very name, and for no span of years
        return not tally.period and tally.word in indicator.name and name == said.added
    parent = rows.parent(indicator)
    if tally.kind != "part" or (parent is None and is_rate(said.mention)):
        return True
    return parent is not None and said.whole is not None and namer.contains(parent, said.whole)


def _is_vague(mention: Mention, name: Name, grammar: Grammar) -> bool:
    """Whether a bare count (床位20张) has too short a name: it may be one building's."""
    dimension = mention.unit.dimension if mention.unit else None
    rate = is_rate(mention) or dimension == "age"
    bare = len(name.plain) <= _VAGUE and not name.plain.endswith(("率", "比", "度"))
    told = grammar.pattern("checks.count-suffix").search(mention.subject or "")
    return bare and not rate and not name.whole and not (told and told[0].endswith(("面积", "里程", "长度")))


def _one_sentence(agreed: Mention, mention: Mention, draft: Draft) -> bool:
    """Whether a mention goes on from one that bears the table out (达到70%，力争达到75%)."""
    if agreed.role != mention.role or agreed.span[1] > mention.span[0]:
        return False
    between = draft.source.text[agreed.span[1] : mention.span[0]]
    return not any(c in between for c in "。；;\n")


def _pair(
    mention: Mention, indicator: Indicator, value: Value, grammar: Grammar
) -> Pair | None:
    summed = {"basis": value.basis} if value.basis == "cumulative" else {}  # that it is, `tally` says
    said = Measure(mention.value.model_copy(update=summed), mention.unit, mention.per)
    return on_one_scale(said, Measure(value, indicator.unit, indicator.per), grammar)


def _comparable(mention: Mention) -> bool:
    if mention.value.kind not in ("number", "range", "ratio"):
        return False
    return mention.role in ("target", "baseline") or (
        mention.role == "standard" and mention.value.comparator in ("=", None)
    )


def _values(mention: Mention, indicator: Indicator) -> Iterator[Value]:
    """The indicator's values of the mention's role and year; a higher level's goal is never meant."""
    year = mention.value.year
    main = indicator.target if mention.role in _PROMISES else indicator.baseline
    role = "target" if mention.role in _PROMISES else "baseline"
    values: tuple[Value | None, ...] = (main, *(o for o in indicator.others if o.role == role and not o.scope))
    goals = {v.year for v in values if v is not None and v.kind in ("number", "range", "ratio")}
    if year is None and len(goals) > 1:
        return  # goals for several years, and nothing says which is meant
    for value in values:
        if value is None or value.kind not in ("number", "range", "ratio"):
            continue
        if (year is None and value is main) or (year is not None and value.year in (year, None)):
            yield value


def _agree(mention: Mention, pair: Pair) -> bool:
    return keeps(*pair) if mention.role in _PROMISES else both_hold(*pair)


def _apart(a: Extent, b: Extent) -> bool:
    """Whether no number at all lies in both: an error, where a looser promise is a warning."""
    return a.low > b.high or b.low > a.high


def _finding(cases: list[Case], places: Places) -> Finding:
    mention, indicator, value, _ = cases[0]
    what = "目标值" if value is indicator.target else "基期值" if value is indicator.baseline else "数值"
    prose = "、".join(f"{places.prose(c.mention)}为{mention_text(c.mention)}" for c in cases[:3])
    name = full_name(indicator)
    message = (
        f"“{name}”前后不一：{prose}，而{places.row(indicator)}的{what}为{printed(value, indicator.unit)}。"
    )
    apart = mention.role != "standard" and any(c.apart for c in cases)
    return finding(
        "prose-contradicts-table", "error" if apart else "warning", name, message,
        records=(*(c.mention.id for c in cases), indicator.id), span=mention.span, page=mention.page,
    )
