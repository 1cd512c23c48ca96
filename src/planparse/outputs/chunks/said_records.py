"""Rows of tables as sentences that stand alone: 每千人口床位数：2020年5.1张，2025年6.3张，预期性。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from planparse.labels import labels
from planparse.model.plan import (
    GoalRecord,
    Indicator,
    Observation,
    Outcome,
    Plan,
    Project,
    RecordDoubt,
    Table,
    Value,
)
from planparse.outputs.chunks.said_values import is_said, said_value

_MET = {True: "已完成", False: "未完成"}


class SaidRecords:
    """Says the records of one plan."""

    def __init__(self, plan: Plan) -> None:
        rows: list[Indicator | Outcome] = [*plan.indicators, *plan.outcomes]
        self._words = labels("zh")
        self._by_id: Mapping[str, GoalRecord] = {row.id: row for row in rows}
        self._names = Counter(_own_name(row) for row in plan.indicators)
        self._names.update(_own_name(row) for row in plan.outcomes)
        self._tables: Mapping[str, Table] = {table.id: table for table in plan.tables}

    def indicator(self, row: Indicator) -> str:
        """The name, each printed value with its year, the nature, and what is doubtful."""
        name = self._name(row)
        said = [_said(row.baseline, name, "基期值"), _said(row.target, name, "目标值")]
        said += [_said(value, name, "") for value in row.others]
        return self._sentence(name, [*filter(None, said)], row)

    def outcome(self, row: Outcome) -> str:
        """The name, what was promised and what was reached, and whether the goal was met."""
        name = self._name(row)
        said = [
            _said(row.baseline, name, "基期值"),
            _said(row.goal, name, "规划目标", always=True),
            _said(row.actual, name, "实际完成", always=True),
            _said(row.change, name, "变化"),
            *(_said(value, name, "") for value in row.others),
        ]
        if row.met is not None:
            said.append(_MET[row.met])
        return self._sentence(name, [*filter(None, said)], row)

    def project(self, row: Project) -> str:
        """The name, then whatever the table says of it."""
        said = [row.content, row.nature]
        years = [str(year) for year in (row.start, row.end) if year]
        if years:
            said.append("—".join(dict.fromkeys(years)) + "年")
        if row.investment is not None and is_said(row.investment):
            said.append("总投资" + said_value(row.investment, "", year=False))
        words = "；".join(" ".join(part.split()).rstrip("。；") for part in said if part)
        doubts = self._doubts(row.table, ())
        return f"{row.name}：{words}{doubts}。" if words else f"{row.name}{doubts}。"

    def observation(self, one: Observation) -> str:
        """What is observed, without the entity: 床位数2020年3460张."""
        return f"{one.metric}{said_value(one.value, one.metric)}"

    def entity(self, one: Observation) -> str:
        """Whose observation it is: the entity, below the one that holds it."""
        return f"{one.parent}——{one.entity}" if one.parent else one.entity

    def doubt_codes(self, table: str, doubts: Sequence[RecordDoubt] = ()) -> tuple[str, ...]:
        """The codes of the doubts of a row, and of the grave ones of its table."""
        found = [doubt.code for doubt in doubts]
        if table in self._tables:
            found += _grave(self._tables[table])
        return tuple(dict.fromkeys(found))

    # ------------------------------------------------------------------ parts

    def _name(self, row: GoalRecord) -> str:
        """The name with its qualifier, below its whole; with its category where others are named so."""
        name = _own_name(row)
        whole = self._by_id.get(row.parent or "")
        if whole is not None:
            return f"{self._name(whole)}，其中{name}"
        groups = [group for group in (row.category, row.subcategory) if group]
        if groups and self._names[name] > 1:
            return f"{'——'.join(groups)}——{name}"
        return name

    def _sentence(self, name: str, said: list[str], row: Indicator | Outcome) -> str:
        if not said:
            said = ["未列数值"]
        if row.nature:
            said.append(row.nature)
        if row.note:
            said.append(f"备注：{' '.join(row.note.split()).rstrip('。')}")
        return f"{name}：{'，'.join(said)}{self._unsure(row)}。"

    def _unsure(self, row: Indicator | Outcome) -> str:
        """What is concluded and not printed, and what is doubtful."""
        concluded = dict.fromkeys(self._words.name("field", field) for field in row.inferred)
        words = f"（推断：{'、'.join(concluded)}）" if concluded else ""
        return words + self._doubts(row.table, row.doubts)

    def _doubts(self, table: str, doubts: Sequence[RecordDoubt]) -> str:
        said = [self._doubt(doubt) for doubt in doubts]
        if table in self._tables:
            grave = _grave(self._tables[table])
            said += [f"全表{self._words.name('doubt', code)}" for code in grave]
        if not said:
            return ""
        return f"（存疑，请核对原文：{'、'.join(dict.fromkeys(said))}）"

    def _doubt(self, doubt: RecordDoubt) -> str:
        """目标值数值为空: the field that a doubt bears on, where its name doesn't say it."""
        name = self._words.name("doubt", doubt.code)
        field = self._words.name("field", doubt.field) if doubt.field else ""
        return name if field in name else f"{field}{name}"


def _grave(table: Table) -> list[str]:
    return [doubt.code for doubt in table.doubts if doubt.severity == "grave"]


def _own_name(row: GoalRecord) -> str:
    return f"{row.name}（{row.qualifier}）" if row.qualifier else row.name


def _said(value: Value | None, name: str, role: str, *, always: bool = False) -> str:
    """The value in words; nothing where none is printed. `always` says what it is for beside a year."""
    if value is None or not is_said(value):
        return ""
    words = said_value(value, name, role=role)
    if always and role not in words and not value.label:
        return f"{role}{words}"
    return words
