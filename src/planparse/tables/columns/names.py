"""Which column holds the names, and of what: indicators, projects or entities.

Words such as 项目, 类型 and 目标 leave it open. Each function here takes the heads of all
columns and gives them back, some with the role that the bodies show.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.plan import Role
from planparse.quantity.units import find_unit
from planparse.tables.columns.bodies import EVIDENCE_ROWS, MOSTLY, ColumnBody
from planparse.tables.columns.heads import REVIEWED, VALUES, ColumnHead, Heads, value_head

# Share of numbers below which a column is one of words: names begin with a number now and then.
_FEW = 0.2

# Share of the rows from which on a column is full, though a total or a category row leaves it
# empty.
_FULL = 0.7

# Share of serial numbers from which on the first of several columns under 指标 only counts them.
_NUMBERED = 0.7

# Share of different texts up to which a column's cells repeat, as those of a group do over its
# rows.
_REPEATING = 0.7

# Share of names that measure something (…率, …（公里）) from which on they are indicators.
# Entities (甲院, 乙镇) measure nothing, but of indicators, too, many end in other words.
_MEASURED = 0.3

# Share of numbers below which a column without a known head may hold the names.
_WORDS = 0.4


def by_body(
    head: ColumnHead,
    body: ColumnBody,
    grammar: Grammar,
) -> ColumnHead:
    """The head, where its cells say more than its words."""
    if not body.filled:
        return head
    if head.role in (None, "name", "entity") and body.share("time") >= MOSTLY:
        return replace(head, role="entity", loose=False, times=True)
    if body.natures or _is_nature_of_projects(head, body):
        return replace(head, role="nature")
    if not head.path and body.counted_from is not None:
        # From 0 on programs count the rows of a table; nobody numbers indicators so.
        return replace(head, role="other" if body.counted_from == 0 else "number")
    if _is_of_verdicts(head, body):
        return replace(head, role="met")
    # Columns whose heads say that they hold values are not looked at.
    may_be_values = head.role is None or _is_named_for_its_values(head, body, grammar)
    if may_be_values and body.share("number") >= MOSTLY:
        return replace(head, role="value") if head.role is None else value_head(head, grammar)
    if _is_group_of_goals(head, body, grammar):
        return replace(head, role="category")
    return head


def _is_of_verdicts(head: ColumnHead, body: ColumnBody) -> bool:
    """Whether the cells say of goals that they were met (完成, 未达标), or mark it (√)."""
    is_assessment = head.assessed or head.role == "met"
    if is_assessment and body.share("verdict-mark") >= MOSTLY:
        return True
    may_be = is_assessment or head.role in (None, "other")
    return may_be and body.share("verdict") >= MOSTLY


def _is_named_for_its_values(head: ColumnHead, body: ColumnBody, grammar: Grammar) -> bool:
    """Whether numbers stand under words that name verdicts, or indicators of a plan (“十三五”规划指标).

    Or under what is counted in the unit of the head: 任务（亩）.
    """
    if head.role != "name":
        return head.role == "met"
    is_planned = grammar.pattern("tables.value.planned").search(head.text) is not None
    is_counted = is_planned or head.unit is not None
    return is_counted and not body.counts_rows


def _is_nature_of_projects(head: ColumnHead, body: ColumnBody) -> bool:
    """Whether the cells print 新建, 改扩建 under a head such as 类别 or none that is known."""
    return head.role in (None, "category") and body.share("project-nature") >= MOSTLY


def _is_group_of_goals(
    head: ColumnHead,
    body: ColumnBody,
    grammar: Grammar,
) -> bool:
    """Whether 目标 heads the goals that indicators are grouped by (富民, 强基), and not their values."""
    if head.text not in grammar.words("tables.column.goal"):
        return False
    is_repeating = body.distinct <= body.filled * _REPEATING
    return is_repeating and body.share("number") < _FEW


def ticked_natures(heads: Heads, bodies: Sequence[ColumnBody], grammar: Grammar) -> Heads:
    """约束性 and 预期性 as heads of a column each, in which a tick says of which rows it holds."""
    one_nature = grammar.pattern("tables.column.one-nature").fullmatch
    found = [i for i, head in enumerate(heads) if one_nature(head.text.rpartition("/")[2])]
    ticked = [i for i in found if bodies[i].share("tick") >= MOSTLY]
    empty = [i for i in found if not bodies[i].filled]
    for i in (*ticked, *empty) if ticked else ():
        heads = _with_role(heads, i, "nature")
    return heads


def goals_as_names(heads: Heads, bodies: Sequence[ColumnBody]) -> Heads:
    """主要目标 over what is measured, where no other column has the names, and another one the values.

    Years head the values (目标 | 2025年), or words for goals again do (目标 | 计划值).
    """
    goals = _columns_of(heads, "target")
    has_values = len(goals) > 1 or any(
        head.role in VALUES and head.year is not None for head in heads
    )
    if not has_values or _columns_of(heads, "name"):
        return heads
    for i in goals:
        body = bodies[i]
        is_undated = heads[i].year is None and not heads[i].growth
        tells_apart = body.distinct > body.filled * _REPEATING
        is_of_words = body.filled > 0 and body.share("number") < _FEW
        if is_undated and tells_apart and is_of_words and body.share("measured") >= _MEASURED:
            return _with_role(heads, i, "name")
    return heads


def times(heads: Heads, bodies: Sequence[ColumnBody]) -> Heads:
    """Of several columns of years (时期 | 年份) the finest tells the rows apart, the others group."""
    found = [i for i, head in enumerate(heads) if head.times]
    if len(found) < 2:
        return heads
    finest = max(found, key=lambda i: bodies[i].distinct)
    return [
        replace(head, role="category") if head.times and i != finest else head
        for i, head in enumerate(heads)
    ]


def merged_name(
    heads: Heads,
    bodies: Sequence[ColumnBody],
    rows: int,
) -> Heads:
    """The head of the names also over the column beside it, where that has none.

    Names stand there, and labels under the head; or the parts of some names do: 城镇化率 | 户籍人口.
    """
    at = _first_name(heads)
    if at is None or any(heads[at + 1].path):
        return heads
    labels = bodies[at]
    beside = bodies[at + 1]
    if not beside.filled or beside.share("number") >= _FEW:
        return heads
    heads = list(heads)
    is_full = beside.filled >= _FULL * _looked_at(rows)
    if is_full and beside.distinct > labels.distinct:
        heads[at + 1] = heads[at]
    else:
        heads[at + 1] = replace(heads[at], role="qualifier")
    return heads


def _first_name(heads: Heads) -> int | None:
    """The first column of names that has another at its right."""
    for i, head in enumerate(heads[:-1]):
        if head.role == "name":
            return i
    return None


def one_name(
    heads: Heads,
    bodies: Sequence[ColumnBody],
    rows: int,
) -> Heads:
    """One name column: of several, serials are numbers, the rest groups or qualifiers."""
    named = _columns_of(heads, "name")
    loose = [i for i in named if heads[i].loose]
    sure = [i for i in named if not heads[i].loose]
    claims = sure or named
    roles: dict[int, Role] = {}
    if len(claims) > 1 and not _columns_of(heads, "number"):
        first = claims[0]
        if bodies[first].share("serial") >= _NUMBERED:
            roles[first] = "number"
            claims = claims[1:]
    if claims:
        name = _richest(claims, bodies, _looked_at(rows))
        roles |= {i: "category" for i in claims if i < name}
        roles |= {i: _behind_names(heads, name, i) for i in claims if i > name}
    if sure:  # 项目 or 任务 beside a sure name only groups
        roles |= dict.fromkeys(loose, "category")
    heads = list(heads)
    for i, role in roles.items():
        heads[i] = replace(heads[i], role=role)
    return _inner_groups(heads)


def _behind_names(heads: Heads, name: int, at: int) -> Role:
    """What a further column of names holds: behind values it is none of those of the row."""
    has_values = any(head.role in VALUES for head in heads[name:at])
    return "other" if has_values else "qualifier"


def unknown_groups(heads: Heads, bodies: Sequence[ColumnBody]) -> Heads:
    """Words under a head that is not known, before the names, which repeat as groups do: 分项."""
    names = [i for i in _columns_of(heads, "name") if not heads[i].loose]
    if not names or _is_of_projects(heads):
        return heads
    for i, head in enumerate(heads[: names[0]]):
        body = bodies[i]
        is_unknown = head.role is None
        # Where a converter has lost the merge, a label is printed in the first of its rows alone.
        repeats = body.distinct < body.filled or 0 < body.filled < bodies[names[0]].filled
        if is_unknown and repeats and body.share("number") < _FEW:
            heads = _with_role(heads, i, "category")
    return _inner_groups(heads)


def _inner_groups(heads: Heads) -> Heads:
    """Of several columns of groups before the names, all but the first hold groups inside of those."""
    names = _columns_of(heads, "name")
    if not names:
        return heads
    groups = [i for i in _columns_of(heads, "category") if i < names[0]]
    for i in groups[1:]:
        heads = _with_role(heads, i, "subcategory")
    return heads


def _richest(
    claims: Sequence[int],
    bodies: Sequence[ColumnBody],
    rows: int,
) -> int:
    """Which of several label columns holds the names:
    the last that is full and tells rows apart.
    """
    best = claims[0]
    for i in claims:
        is_full = bodies[i].filled >= _FULL * rows
        if is_full and bodies[i].distinct > bodies[best].distinct:
            best = i
    return best


def _looked_at(rows: int) -> int:
    """How many of a table's rows the bodies have seen."""
    return min(rows, EVIDENCE_ROWS)


def _is_of_projects(heads: Heads) -> bool:
    """Whether the other columns are those of projects: what is built, when, for how much."""
    if any(head.times for head in heads) and not _columns_of(heads, "name"):
        return False  # what was invested year by year
    if _columns_of(heads, "content", "period"):
        return True
    # 类别 | 投资（万元） sums up what kinds of things cost, and names none.
    is_named = bool(_columns_of(heads, "name", "entity"))
    money = _columns_of(heads, "investment") if is_named else []
    return any(not heads[i].loose for i in money)


def years_as_investments(
    heads: Heads, bodies: Sequence[ColumnBody], noted: str | None, grammar: Grammar
) -> Heads:
    """Money under years is what projects cost: 工程名称 | 2024年 | 2025年 | 合计, in 亿元.

    `noted` is the unit above the table.
    """
    names = _columns_of(heads, "name")
    is_of_projects = grammar.pattern("tables.header.projects").fullmatch
    if len(names) != 1 or not is_of_projects(heads[names[0]].text):
        return heads
    values = _columns_of(heads, *VALUES, "investment")
    if any(heads[i].promised or not _is_of_money(heads[i].unit or noted, grammar) for i in values):
        return heads
    if bodies[names[0]].share("measured") >= _MEASURED:
        return heads  # 重点项目投产个数 under a head that says 项目
    return [
        replace(head, role="investment", loose=False) if i in values else head
        for i, head in enumerate(heads)
    ]


def _is_of_money(unit: str | None, grammar: Grammar) -> bool:
    found = find_unit(unit, grammar) if unit else None
    return found is not None and found.dimension == "money"


def investments(heads: Heads) -> Heads:
    """总计 and 合计 are money only in a table of projects."""
    if _is_of_projects(heads):
        return heads
    heads = list(heads)
    for i in _columns_of(heads, "investment"):
        heads[i] = replace(heads[i], role="value")
    return heads


def entities(heads: Heads, bodies: Sequence[ColumnBody]) -> Heads:
    """Indicators, projects or entities under 项目 and 名称, or under no head that is known."""
    is_of_indicators = bool(_columns_of(heads, "nature", "unit", "met", *REVIEWED))
    is_typed = is_of_indicators or _is_of_projects(heads)
    names = _columns_of(heads, "name")
    if _columns_of(heads, *VALUES) and not is_typed:
        for i in names:
            measured = bodies[i].share("measured")
            if heads[i].loose and measured < _MEASURED:
                return _with_role(heads, i, "entity")
    is_named = any(not heads[i].loose for i in names)
    if names and (is_of_indicators or is_named) and not _is_of_projects(heads):
        return _entities_of_indicators(heads, bodies)
    if names or _columns_of(heads, "entity"):
        return heads
    return _first_words_named(heads, bodies, is_typed=is_typed)


def _entities_of_indicators(heads: Heads, bodies: Sequence[ColumnBody]) -> Heads:
    """Entities beside the names of indicators are their groups (学段), or, behind names that are
    printed again for each (市域, 中心城区), what splits them into rows."""
    name = _columns_of(heads, "name")[0]
    repeats = bodies[name].distinct < bodies[name].filled
    for i in _columns_of(heads, "entity"):
        if i < name:
            heads = _with_role(heads, i, "category")
        elif repeats and not _columns_of(heads, "qualifier"):
            heads = _with_role(heads, i, "qualifier")
    return _inner_groups(heads)


def _first_words_named(
    heads: Heads,
    bodies: Sequence[ColumnBody],
    *,
    is_typed: bool,
) -> Heads:
    """The names in the column of words, before the first values, that tells most rows apart.

    `is_typed` says that the other columns are those of indicators or projects.
    """
    values = _columns_of(heads, *VALUES)
    end = values[0] if values else len(heads)
    at: int | None = None
    for i in range(end):
        if not _may_hold_names(heads[i], bodies[i]):
            continue
        # Of equals the last: groups stand at the left of what they group.
        if at is None or bodies[i].distinct >= bodies[at].distinct:
            at = i
    if at is None:
        return heads
    if is_typed or bodies[at].share("measured") >= _MEASURED:
        return _with_role(heads, at, "name")
    return _with_role(heads, at, "entity")


def _may_hold_names(head: ColumnHead, body: ColumnBody) -> bool:
    if head.role not in (None, "category", "content", "other"):
        return False
    return body.filled > 0 and body.share("number") < _WORDS


def _columns_of(heads: Heads, *roles: Role) -> list[int]:
    """The columns that have one of some roles."""
    return [i for i, head in enumerate(heads) if head.role in roles]


def _with_role(heads: Heads, at: int, role: Role) -> Heads:
    """The heads with another role for the column `at`."""
    heads = list(heads)
    heads[at] = replace(heads[at], role=role)
    return heads
