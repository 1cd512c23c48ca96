"""target-weaker-than-baseline: goals that are behind what is reached, in table and prose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from planparse.checks.matching.behind import are_levels, is_behind
from planparse.checks.matching.comparable import of_mention, of_row
from planparse.checks.matching.counted import LONGEST_CLAUSE, is_rate, tally_of, words_before
from planparse.checks.matching.extents import FEWEST_ROUNDED, extent
from planparse.checks.matching.names import Name
from planparse.checks.matching.said import NUMBERS
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import Places, finding, full_name
from planparse.grammar import Grammar
from planparse.model.plan import Finding, Indicator, Mention, Severity, Value

# Two names that share so many of their characters, with the same numbers beside them, are of one
# thing.
LEAST_SHARED = 0.5

# Words that keep something where it is (稳定在, 继续保持在) stand right before the number.
LONGEST_KEPT = 8

Figures = tuple[float | None, float | None]
"""What is reached, and the goal."""


@check("target-weaker-than-baseline")
def target_weaker_than_baseline(matter: Matter) -> Iterator[Finding]:
    """Goals behind the value already reached, within a row, within prose, or between both."""
    reported = AlreadyReported()
    for indicator in matter.rows.readable:
        if _is_behind_own_baseline(indicator, matter.grammar) and not _is_counted_anew(
            indicator, matter
        ):
            # Each row is reported, but what prose says of the same thing is not news then.
            reported.is_new(_row_name(indicator, matter), indicator.baseline, indicator.target)
            yield _row_finding(indicator, matter)
    for reached, goal in _pairs_in_prose(matter):
        name = _said_name(goal, matter)
        if reported.is_new(name, reached.value, goal.value):
            yield _prose_finding(reached, goal, matter)
    for indicator, reached in _rows_and_prose(matter):
        name = _row_name(indicator, matter)
        if reported.is_new(name, reached.value, indicator.target):
            yield _row_and_prose_finding(indicator, reached, matter)


class AlreadyReported:
    """What was reported: a row and its retelling in prose, in whatever words, are reported once."""

    def __init__(self) -> None:
        self._cases: list[tuple[Name, Figures]] = []

    def is_new(
        self,
        name: Name,
        reached: Value | None,
        goal: Value | None,
    ) -> bool:
        """Whether this case is not yet reported; it is from now on."""
        figures = (_figure(reached), _figure(goal))
        for other, known_figures in self._cases:
            if name.bag == other.bag:
                return False
            if known_figures == figures and _share_words(name, other):
                return False
        self._cases.append((name, figures))
        return True


def _figure(value: Value | None) -> float | None:
    return value.value if value is not None else None


def _share_words(a: Name, b: Name) -> bool:
    shared = len(set(a.bag) & set(b.bag))
    shorter = min(len(a.bag), len(b.bag))
    return shared >= LEAST_SHARED * shorter


def _row_name(indicator: Indicator, matter: Matter) -> Name:
    return matter.namer.name(indicator.name, indicator.per)


def _said_name(mention: Mention, matter: Matter) -> Name:
    return matter.namer.name(mention.subject or "", mention.per)


# ---------------------------------------------------------------- within a row


def _is_behind_own_baseline(indicator: Indicator, grammar: Grammar) -> bool:
    goal = indicator.target
    reached = indicator.baseline
    if goal is None or reached is None or not are_levels(goal, reached):
        return False
    # Few goals are behind at all, so that of most rows no more is asked.
    if not is_behind(
        indicator.name,
        of_row(indicator, goal),
        of_row(indicator, reached),
        grammar,
    ):
        return False
    if _is_effort(indicator, grammar) or _are_of_two_things(goal, reached):
        return False
    return not _is_met_already(indicator, grammar) and _place_of(goal) == _place_of(reached)


def _is_met_already(indicator: Indicator, grammar: Grammar) -> bool:
    """Whether the row itself says that its goal was met ahead of time (提前完成)."""
    said = [indicator.note or "", *(value.text for value in indicator.others)]
    return any(grammar.find("checks.met-already", text) is not None for text in said)


def _is_counted_anew(indicator: Indicator, matter: Matter) -> bool:
    """Whether a note below its table says that what it counts was counted in another way before."""
    table = next(one for one in matter.draft.tables if one.id == indicator.table)
    anew = matter.grammar.pattern("checks.counted-in-two-ways")
    name = _row_name(indicator, matter).plain
    notes = [note for note in table.notes if anew.search("".join(note.split()))]
    return any(name in matter.namer.name(note).plain for note in notes)


def _are_of_two_things(goal: Value, reached: Value) -> bool:
    """100（2个断面） and 75（4个断面）: what stands aside says that other things were counted."""
    return bool(goal.remark and reached.remark) and goal.remark != reached.remark


def _place_of(value: Value) -> str | None:
    """Of which part of the area a cell says that its value is: 山区：25 beside the whole area's 30."""
    label = value.label or ""
    is_printed = label and "".join(value.text.split()).startswith(label)
    # ΔE≥0 names what is measured, and no place.
    return label if is_printed and not label.isascii() and not label.startswith("Δ") else None


def _is_effort(indicator: Indicator, grammar: Grammar) -> bool:
    """Whether each period has its own amount (growth, what is added).

    Less than in the last period is then no step back.
    """
    values = (indicator.target, indicator.baseline)
    # 〔1600〕 and 年均 are printed in the cell; else the name must say it.
    if any(value is not None and value.basis for value in values):
        return True
    if grammar.pattern("checks.effort").search(indicator.name) is not None:
        return True
    # 老旧小区改造（个）: what is done in a year, of which the next ones may well see less.
    return _is_count(indicator) and grammar.find("checks.work-done", indicator.name) is not None


def _is_count(indicator: Indicator) -> bool:
    """Whether the row's values are amounts, and no shares."""
    unit = indicator.unit
    return indicator.per is None and unit is not None and unit.dimension != "fraction"


def _row_finding(indicator: Indicator, matter: Matter) -> Finding:
    behind = f"弱于基期值{matter.places.printed(indicator.baseline, indicator.unit)}"
    return _finding_of_row(indicator, behind, [indicator.id], matter)


def _finding_of_row(
    indicator: Indicator,
    behind: str,
    records: list[str],
    matter: Matter,
) -> Finding:
    """The finding of a row's goal; `behind` says what it is behind, in words."""
    places = matter.places
    name = full_name(indicator)
    severity, aside = _weight(indicator.name, indicator.target, matter.grammar)
    is_line = matter.grammar.find("checks.told-as-line", indicator.note or "") is not None
    if is_line or _is_kept_in_round_numbers(indicator.target, indicator.baseline):
        severity, aside = "info", "，如系须守住的底线则无碍"
    return finding(
        "target-weaker-than-baseline",
        severity,
        name,
        f"{places.row(indicator)}“{name}”的目标值{places.printed(indicator.target, indicator.unit)}"
        f"{behind}{aside}。",
        records=records,
        span=places.spot(indicator),
        page=indicator.page,
    )


def _weight(name: str, goal: Value | None, grammar: Grammar) -> tuple[Severity, str]:
    """How much it weighs, and what to say of it: a limit that is kept already is only worth a look.

    Where a higher level allots an amount or draws a line for all, the goal is that limit, and may
    lie behind what is reached.
    """
    is_allotted = grammar.pattern("checks.allotted").search(name) is not None
    is_line = grammar.pattern("checks.line-for-all").search(name) is not None
    is_bound = goal is not None and goal.comparator not in (None, "=", "≈")
    # 万元GDP用水量 is no amount, and one without a sign is no limit.
    if not is_bound and grammar.find("checks.amount-for-each", name):
        is_allotted = False
    # 5.5左右 of a rate that is to stay below a line is the line.
    is_about = goal is not None and goal.comparator == "≈"
    if is_about and grammar.find("checks.line-of-economy", name):
        is_bound = True
    if is_allotted or (is_bound and is_line):
        return "info", "，如系上级下达的限额则无碍"
    # What is better than a floor or a ceiling keeps it. Of the care for mothers, children and the
    # sick each plan sets its own, and one behind what is reached is taken over from an older plan.
    if is_bound and grammar.pattern("checks.rate-of-care").search(name) is None:
        return "info", "，如系须守住的底线则无碍"
    return "warning", ""


def _is_kept_in_round_numbers(goal: Value | None, reached: Value | None) -> bool:
    """Whether a bound is what is reached, rounded: ≥96 beside 96.4."""
    if goal is None or reached is None or goal.comparator in (None, "=", "≈"):
        return False
    bound, state = extent(goal), extent(reached)
    if bound is None or state is None:
        return False
    # ≤5 beside 4.5 is not the same any more: of one digit a half is too much.
    if bound.digits < FEWEST_ROUNDED or state.step >= bound.step:
        return False
    return abs(state.number - bound.number) < bound.step / 2


# ---------------------------------------------------------------- within prose


class ReachedAndGoal(NamedTuple):
    """Two mentions of one subject."""

    reached: Mention
    goal: Mention


def _pairs_in_prose(matter: Matter) -> Iterator[ReachedAndGoal]:
    """Latest baseline mention and weaker target mention of one subject with a known direction.

    Goals that a table prints too are left to the table's row: where text and table
    differ, that is what is wrong.
    """
    baselines: dict[str, list[Mention]] = defaultdict(list)
    for mention in matter.draft.mentions:
        if mention.role == "baseline" and mention.subject:
            baselines[_said_name(mention, matter).key].append(mention)
    for goal in matter.draft.mentions:
        if goal.role != "target" or not goal.subject:
            continue
        candidates = baselines.get(_said_name(goal, matter).key, ())
        ahead = [mention for mention in candidates if _is_ahead(mention, goal, matter)]
        if not ahead or _is_in_a_table(goal, matter):
            continue
        # An older state that was passed long ago says nothing of where things stand.
        latest = max(ahead, key=lambda mention: mention.value.year or 0)
        if not is_unclear(goal, matter) and not is_unclear(latest, matter):
            yield ReachedAndGoal(latest, goal)


def _is_ahead(reached: Mention, goal: Mention, matter: Matter) -> bool:
    """Whether a baseline of prose is better than a goal for the same thing in a later year."""
    if _is_later(reached, goal) or not are_levels(reached.value, goal.value):
        return False
    subject = goal.subject or ""
    # Less growth than in another period is no step back.
    if matter.grammar.pattern("checks.effort").search(subject):
        return False
    if not is_behind(subject, of_mention(goal), of_mention(reached), matter.grammar):
        return False
    if not _are_of_one_kind(reached, goal, matter):
        return False
    if any(_is_of_what_is_built(mention, matter) for mention in (goal, reached)):
        return False
    goal_name = _said_name(goal, matter)
    reached_name = _said_name(reached, matter)
    return matter.namer.alike(goal_name, reached_name)


def _is_later(reached: Mention, goal: Mention) -> bool:
    """Whether what is reached is of the goal's own year, or of one after it."""
    if reached.value.year is None or goal.value.year is None:
        return False
    return reached.value.year >= goal.value.year


def _are_of_one_kind(reached: Mention, goal: Mention, matter: Matter) -> bool:
    """Whether both are states or both parts of one.

    What is added (新增5家) may well be less than there is.
    """
    kinds = {_counted_kind(mention, matter) for mention in (reached, goal)}
    if kinds == {"state"} or kinds == {"part"}:
        return is_rate(goal) or not any(_is_work(mention, matter) for mention in (reached, goal))
    # To a rate nothing is added, so one of a part is a state of that part.
    return is_rate(goal) and kinds == {"state", "part"}


def _is_of_what_is_built(mention: Mention, matter: Matter) -> bool:
    """Whether an amount is that of buildings just named: 新建发电厂1座，处理能力800吨/日."""
    if is_rate(mention) or _said_name(mention, matter).whole:
        return False
    before = words_before(mention.span[0], LONGEST_CLAUSE, matter.draft)
    return matter.grammar.pattern("checks.of-what-is-built").search(before) is not None


def _is_work(mention: Mention, matter: Matter) -> bool:
    """Whether an amount is of work done in some time (建成15万亩, 森林抚育10万公顷)."""
    done = matter.grammar.pattern("checks.work-done")
    tally = tally_of(mention, matter.draft, matter.grammar)
    before = words_before(mention.span[0], LONGEST_CLAUSE, matter.draft)
    clause = before[max(before.rfind(mark) for mark in "，。；,;") + 1 :]
    return tally.period or done.search(clause) is not None


def _counted_kind(mention: Mention, matter: Matter) -> str:
    return tally_of(mention, matter.draft, matter.grammar).kind


def _is_in_a_table(goal: Mention, matter: Matter) -> bool:
    """Whether a table prints a goal of this name for the goal's year."""
    name = _said_name(goal, matter)
    for row in matter.rows.near(name):
        if not matter.namer.alike(name, row.name):
            continue
        values = (row.indicator.target, *row.indicator.others)
        if any(value is not None and _is_goal_of_year(value, goal) for value in values):
            return True
    return False


def _is_goal_of_year(value: Value, goal: Mention) -> bool:
    if value.role not in (None, "target") or value.kind not in NUMBERS:
        return False
    return goal.value.year is None or value.year in (goal.value.year, None)


def _prose_finding(reached: Mention, goal: Mention, matter: Matter) -> Finding:
    places = matter.places
    subject = goal.subject or ""
    severity, aside = _weight(subject, goal.value, matter.grammar)
    if _is_to_be_kept(goal, matter):
        severity, aside = "info", "，如系须守住的底线则无碍"
    return finding(
        "target-weaker-than-baseline",
        severity,
        subject,
        f"{places.prose(goal)}“{subject}”的目标{places.quantity(goal)}"
        f"{_behind_prose(reached, places)}{aside}。",
        records=[reached.id, goal.id],
        span=goal.span,
        page=goal.page,
    )


def _is_to_be_kept(goal: Mention, matter: Matter) -> bool:
    """Whether an amount that rises and falls with the years is to stay above a floor (稳定在41万吨以上).

    A share is not of that kind: who has reached 99 % may keep it.
    """
    is_share = is_rate(goal) or matter.grammar.pattern("checks.rate-name").search(
        goal.subject or ""
    )
    if goal.value.comparator not in ("≥", ">") or is_share:
        return False
    before = words_before(goal.span[0], LONGEST_KEPT, matter.draft)
    return matter.grammar.pattern("checks.to-be-kept").search(before) is not None


def _behind_prose(reached: Mention, places: Places) -> str:
    return f"弱于{places.prose(reached)}所述的已达水平{places.quantity(reached)}"


# ---------------------------------------------------------------- between a row and prose


class GoalOfRow(NamedTuple):
    """A row's goal, whose row prints no baseline of its own."""

    indicator: Indicator
    goal: Value
    bag: str
    """The bag of the row's name."""


def _rows_and_prose(matter: Matter) -> Iterator[tuple[Indicator, Mention]]:
    """Rows without a baseline whose goal is behind what prose says is reached."""
    goals = list(_goals_without_baseline(matter))
    reached = _states_in_prose(matter, {goal.bag for goal in goals})
    for indicator, goal, bag in goals:
        state = reached.get(bag)
        if state is None:
            continue
        own = of_row(indicator, goal)
        if not is_behind(indicator.name, own, of_mention(state), matter.grammar):
            continue
        if not is_unclear(state, matter):
            yield indicator, state


def _goals_without_baseline(matter: Matter) -> Iterator[GoalOfRow]:
    for indicator in matter.rows.readable:
        # Prose rarely repeats a qualifier (其中：农村), and may speak of all then.
        if indicator.target is None or indicator.qualifier:
            continue
        if not _is_printed(indicator.baseline):
            yield GoalOfRow(indicator, indicator.target, _row_name(indicator, matter).bag)


def _is_printed(value: Value | None) -> bool:
    return value is not None and value.kind != "missing"


def _states_in_prose(matter: Matter, bags: Collection[str]) -> dict[str, Mention]:
    """The last state that prose tells of each of the names, by the name's bag."""
    if not bags:
        return {}
    states: dict[str, Mention] = {}
    for mention in matter.draft.mentions:
        if mention.role != "baseline" or not mention.subject:
            continue
        if not are_levels(mention.value):
            continue
        bag = _said_name(mention, matter).bag
        if bag in bags and _is_state(mention, matter):
            states[bag] = mention
    return states


def _is_state(mention: Mention, matter: Matter) -> bool:
    """Whether the mention says what is reached: no start of a development, and nothing added."""
    kind = _counted_kind(mention, matter)
    if is_rate(mention):
        return kind in ("state", "part")
    return kind == "state" and not _is_work(mention, matter)


def _row_and_prose_finding(indicator: Indicator, reached: Mention, matter: Matter) -> Finding:
    behind = _behind_prose(reached, matter.places)
    return _finding_of_row(indicator, behind, [indicator.id, reached.id], matter)
