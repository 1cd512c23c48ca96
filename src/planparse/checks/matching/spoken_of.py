"""Which printed value a mention speaks of: by its name, its role and year, and what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs

from planparse.checks.matching.comparable import Pair
from planparse.checks.matching.counted import words_before
from planparse.checks.matching.names import Name
from planparse.checks.matching.printed_values import agree, counts_alike, pair_of, values
from planparse.checks.matching.said import Said
from planparse.checks.matching.table_rows import NamedRow
from planparse.checks.matter import Matter
from planparse.model.plan import Indicator, Value

TELLING_WORD = 2
"""Characters of the words before an end by which a sentence names them: 管网 of 供水管网."""


LONGEST_FOR = 2
"""Characters right before a number that say for whom something is done: 为, 组织."""


class Meant(Struct, frozen=True):
    """A printed value that a mention may speak of."""

    indicator: Indicator
    value: Value
    pair: Pair
    """The mention's value and the printed one, on one scale."""
    row_name: Name
    """The name under which the table has it."""
    said_name: Name
    """The name under which prose speaks of it."""

    @property
    def in_full(self) -> bool:
        """Whether it goes by its full name on both sides."""
        if self.row_name.elided or self.row_name.themeless:
            return False
        return not self.said_name.elided


def spoken_of(said: Said, matter: Matter) -> list[Meant]:
    """The value that a mention speaks of, or those that bear it out; none where it is unsure."""
    mention = said.mention
    is_norm = mention.role == "standard"
    namer = matter.namer
    near = _near_rows(said, matter)
    # Indicators go before cells of allocation tables, which are of one place each.
    if not near and not is_norm and (cells := matter.rows.near_cells(said.name)):
        near = _of_name(said, said.name, cells, matter)
    if not near:  # as of most mentions
        return near
    fit = [meant for meant in near if namer.same(meant.said_name, meant.row_name)]
    # jieba need not say whether a name is alike whose value agrees.
    borne_out = [meant for meant in fit or near if agree(mention, meant.pair)]
    if borne_out:
        return borne_out
    # Harmless words may differ (养老机构中护理型床位), which takes jieba to tell.
    # A norm is compared with a goal only where it names it in full.
    if not fit and not is_norm:
        fit = [meant for meant in near if namer.alike(meant.said_name, meant.row_name)]
    return fit[:1]


def _near_rows(said: Said, matter: Matter) -> list[Meant]:
    """Indicators that may be meant.

    They are found by the name, by that of what is added, or by a share's shorter name.
    """
    found: list[Meant] = []
    for name, rows in said.near(matter.rows):
        found += _of_name(said, name, rows, matter)
    if not found and said.is_part:
        found = _of_part(said, matter)
    if not found:
        found = _of_share(said, matter)
    # A norm is compared with a goal only where it names it in full.
    if not found and said.mention.role != "standard":
        found = _of_end(said, matter) or _of_work_behind(said, matter)
    return found


def _of_part(said: Said, matter: Matter) -> list[Meant]:
    """Rows of a part that prose names only beside its whole: 每千人口床位6.1张，其中公立医院3.4张."""
    whole = said.whole
    if whole is None:
        return []
    joined = matter.namer.name(said.name.plain + whole.plain)
    return _of_name(said, joined, matter.rows.near(joined), matter)


def _of_share(said: Said, matter: Matter) -> list[Meant]:
    """Rows of a share whose whole the table leaves out, and prose does not."""
    short = matter.namer.elided(said.name)
    if short is None:
        return []
    # Where both leave one out, it may be another one.
    near = matter.rows.near(short)
    rows = [row for row in near if not row.name.elided]
    return _of_name(said, short, rows, matter)


def _of_end(said: Said, matter: Matter) -> list[Meant]:
    """Rows whose name ends in the mention's, or the mention's name in theirs."""
    ends = matter.row_ends
    if row := ends.with_more(said.name):
        lead = row.name.plain[: -len(said.name.plain)]
        if lead[-TELLING_WORD:] not in _told_around(said, matter):
            return []
        return _of_short_name(said, said.name, row, matter)
    if row := ends.with_less(said.name):
        lead = said.name.plain[: -len(row.name.plain)]
        if _narrows(lead, row.name, matter):
            return []
        return _of_short_name(said, row.name, row, matter)
    return []


def _of_short_name(said: Said, name: Name, row: NamedRow, matter: Matter) -> list[Meant]:
    short = structs.replace(name, elided=True)
    return _of_name(said, short, [NamedRow(row.indicator, short)], matter)


def _of_work_behind(said: Said, matter: Matter) -> list[Meant]:
    """Rows of what is done for those that are counted: 为1.5万名妇女提供“两癌”免费检查."""
    draft, grammar, prose = matter.draft, matter.grammar, matter.prose
    start, end = said.mention.span
    # Few numbers are of those for whom something is done.
    if not words_before(start, LONGEST_FOR, draft).endswith(grammar.words("checks.for-whom")):
        return []
    last = prose.place_of(end - 1)
    if last is None:
        return []
    behind = grammar.pattern("checks.work-for-whom").match(prose.sentence_behind(last + 1))
    if behind is None:
        return []
    found: list[Meant] = []
    for words in (behind["work"], behind["whom"] + behind["work"]):
        name = structs.replace(matter.namer.name(words), elided=True)
        found += _of_name(said, name, matter.rows.near(name), matter)
    return found


def _told_around(said: Said, matter: Matter) -> str:
    """The sentence before a mention, and the headings above it."""
    sentence = matter.prose.sentence_up_to(said.mention.span[0])
    titles = [section.title for section in matter.headings_above(said.mention)]
    return "\n".join([sentence, *titles])


def _narrows(lead: str, name: Name, matter: Matter) -> bool:
    """Whether words before a row's name may make it a part of what the row is of.

    They do not where the plan is about nothing else (a plan for 妇女), or where they say no more than
    the name (城市 of 燃气普及率) and prose has no other words in their place (农村燃气普及率).
    """
    title = matter.namer.name(matter.draft.head.title or "").plain
    if len(lead) >= TELLING_WORD and lead in title:
        return False
    if matter.grammar.pattern("checks.lead-that-narrows-nothing").fullmatch(lead) is None:
        return True
    told = (matter.namer.name(subject).plain for subject in matter.subjects.split("\n"))
    others = {one.removesuffix(name.plain) for one in told if one.endswith(name.plain)}
    return bool(others - {lead, ""})


def _of_name(
    said: Said,
    name: Name,
    rows: Sequence[NamedRow],
    matter: Matter,
) -> list[Meant]:
    """Values of these rows that are of the mention's role and year, and on one scale with it."""
    found: list[Meant] = []
    for row in _for_same_people(said, name, rows):
        if _is_of_another_part(said, row, matter):
            continue
        for value in values(said.mention, said.year, row.indicator):
            if not counts_alike(said, name, row.indicator, value, matter=matter):
                continue
            pair = pair_of(said.mention, row.indicator, value, matter.grammar)
            if pair is not None:
                found.append(
                    Meant(
                        indicator=row.indicator,
                        value=value,
                        pair=pair,
                        row_name=row.name,
                        said_name=name,
                    )
                )
    return found


def _is_of_another_part(said: Said, row: NamedRow, matter: Matter) -> bool:
    """Whether the row's table is of a part of the area (表2 建制镇设施), and the mention is not.

    A row of the same name in it says nothing of the whole area, nor of what no place names.
    """
    part = matter.rows.part_of_the_area(row.indicator)
    if not part or part in row.name.plain:
        return False
    return said.name.whole or not _is_told_of(part, said, matter)


def _is_told_of(part: str, said: Said, matter: Matter) -> bool:
    """Whether the sentence before the mention or a heading above it names a part of the area."""
    place = matter.prose.place_of(said.mention.span[0])
    if place is None or part in matter.prose.sentence_before(place):
        return True
    return any(part in section.title for section in matter.headings_above(said.mention))


def _for_same_people(
    said: Said,
    name: Name,
    rows: Iterable[NamedRow],
) -> Iterator[NamedRow]:
    """Rows that are of those whom the mention is of.

    A goal of a plan for some people is a goal for them. A state that does not name them may be
    that of all.
    """
    may_be_theirs = said.mention.role == "target" and not name.whole
    for row in rows:
        if may_be_theirs or not row.name.themeless:
            yield row
