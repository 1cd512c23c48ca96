"""The checks in their order, and the stage of the chain that runs them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from planparse.checks.kinds.amounts.cell_parts import cell_parts
from planparse.checks.kinds.amounts.divisions_retold import divisions_retold
from planparse.checks.kinds.amounts.listed_divisions import listed_divisions
from planparse.checks.kinds.amounts.listed_parts import listed_parts
from planparse.checks.kinds.amounts.listed_shares import listed_shares
from planparse.checks.kinds.amounts.proportions import proportions
from planparse.checks.kinds.amounts.told_groups import told_groups
from planparse.checks.kinds.amounts.told_moves import told_moves
from planparse.checks.kinds.amounts.told_multiples import told_multiples
from planparse.checks.kinds.amounts.told_norms import told_norms
from planparse.checks.kinds.amounts.told_products import told_products
from planparse.checks.kinds.amounts.told_remainders import told_remainders
from planparse.checks.kinds.changes.told_changes import told_changes
from planparse.checks.kinds.changes.told_excess import told_excess
from planparse.checks.kinds.claims.cell_extents import cell_extents
from planparse.checks.kinds.claims.other_regions import other_regions
from planparse.checks.kinds.claims.told_bans import told_bans
from planparse.checks.kinds.claims.told_demands import told_demands
from planparse.checks.kinds.claims.told_leftovers import told_leftovers
from planparse.checks.kinds.claims.told_offices import told_offices
from planparse.checks.kinds.claims.told_places import told_places
from planparse.checks.kinds.claims.told_quotas import told_quotas
from planparse.checks.kinds.claims.told_tasks import told_tasks
from planparse.checks.kinds.claims.told_verdicts import told_verdicts
from planparse.checks.kinds.figures.announced_amounts import announced_amounts
from planparse.checks.kinds.figures.announced_totals import announced_totals
from planparse.checks.kinds.figures.bare_investments import bare_investments
from planparse.checks.kinds.figures.bare_numbers import bare_numbers
from planparse.checks.kinds.figures.crossed_bounds import crossed_bounds
from planparse.checks.kinds.figures.project_costs import project_costs
from planparse.checks.kinds.figures.section_sums import section_sums
from planparse.checks.kinds.figures.told_averages import told_averages
from planparse.checks.kinds.figures.told_phases import told_phases
from planparse.checks.kinds.figures.whole_things import whole_things
from planparse.checks.kinds.lists.box_numbers import box_numbers
from planparse.checks.kinds.lists.bracketed_names import bracketed_names
from planparse.checks.kinds.lists.counted_chapters import counted_chapters
from planparse.checks.kinds.lists.counted_items import counted_items
from planparse.checks.kinds.lists.counted_steps import counted_steps
from planparse.checks.kinds.lists.heading_numbers import heading_numbers
from planparse.checks.kinds.lists.indicator_counts import indicator_counts
from planparse.checks.kinds.lists.list_items import list_items
from planparse.checks.kinds.lists.listed_works import listed_works
from planparse.checks.kinds.lists.missing_reference import missing_reference
from planparse.checks.kinds.lists.row_labels import row_labels
from planparse.checks.kinds.lists.running_items import running_items
from planparse.checks.kinds.lists.serial_numbers import serial_numbers
from planparse.checks.kinds.prose.nested_ages import nested_ages
from planparse.checks.kinds.prose.plan_costs import plan_costs
from planparse.checks.kinds.prose.sections_retold import sections_retold
from planparse.checks.kinds.prose.told_breakdowns import told_breakdowns
from planparse.checks.kinds.prose.told_conversions import told_conversions
from planparse.checks.kinds.prose.told_directions import told_directions
from planparse.checks.kinds.prose.told_growth import told_growth
from planparse.checks.kinds.prose.told_growth_twice import told_growth_twice
from planparse.checks.kinds.prose.told_parts import told_parts
from planparse.checks.kinds.prose.told_ratios import told_ratios
from planparse.checks.kinds.prose.told_starts import told_starts
from planparse.checks.kinds.prose.told_structures import told_structures
from planparse.checks.kinds.prose.told_sums import told_sums
from planparse.checks.kinds.prose.told_years import told_years
from planparse.checks.kinds.reading.empty_captions import empty_captions
from planparse.checks.kinds.reading.reader_notices import reader_notices
from planparse.checks.kinds.reading.unreadable_cell import unreadable_cell
from planparse.checks.kinds.reading.unreadable_table import unreadable_table
from planparse.checks.kinds.rows.between_tables import between_tables
from planparse.checks.kinds.rows.broken_down import broken_down
from planparse.checks.kinds.rows.column_relations import column_relations
from planparse.checks.kinds.rows.goals_run_back import goals_run_back
from planparse.checks.kinds.rows.line_sums import line_sums
from planparse.checks.kinds.rows.row_parts import row_parts
from planparse.checks.kinds.rows.told_contents import told_contents
from planparse.checks.kinds.rows.told_investments import told_investments
from planparse.checks.kinds.rows.told_natures import told_natures
from planparse.checks.kinds.rows.told_ranks import told_ranks
from planparse.checks.kinds.rows.told_rates import told_rates
from planparse.checks.kinds.rows.told_row_kinds import told_row_kinds
from planparse.checks.kinds.rows.told_rows import told_rows
from planparse.checks.kinds.rows.yearly_investments import yearly_investments
from planparse.checks.kinds.series.counted_areas import counted_areas
from planparse.checks.kinds.series.counted_boxes import counted_boxes
from planparse.checks.kinds.series.counted_places import counted_places
from planparse.checks.kinds.series.opened_lists import opened_lists
from planparse.checks.kinds.series.running_articles import running_articles
from planparse.checks.kinds.series.sets_retold import sets_retold
from planparse.checks.kinds.slips.mistyped_digits import mistyped_digits
from planparse.checks.kinds.slips.mistyped_rows import mistyped_rows
from planparse.checks.kinds.slips.slipped_units import slipped_units
from planparse.checks.kinds.stocks.tabled_additions import tabled_additions
from planparse.checks.kinds.stocks.told_balances import told_balances
from planparse.checks.kinds.stocks.told_bases import told_bases
from planparse.checks.kinds.stocks.told_rises import told_rises
from planparse.checks.kinds.stocks.told_stocks import told_stocks
from planparse.checks.kinds.times.deadlines import deadlines
from planparse.checks.kinds.times.goal_columns import goal_columns
from planparse.checks.kinds.times.impossible_times import impossible_times
from planparse.checks.kinds.times.item_deadlines import item_deadlines
from planparse.checks.kinds.times.other_years import other_years
from planparse.checks.kinds.times.own_time import own_time
from planparse.checks.kinds.times.plan_years import plan_years
from planparse.checks.kinds.times.told_base_years import told_base_years
from planparse.checks.kinds.times.told_documents import told_documents
from planparse.checks.kinds.times.told_durations import told_durations
from planparse.checks.kinds.times.told_events import told_events
from planparse.checks.kinds.totals.told_shares import told_shares
from planparse.checks.kinds.totals.told_sum_rows import told_sum_rows
from planparse.checks.kinds.totals.told_totals import told_totals
from planparse.checks.kinds.totals.told_zone_areas import told_zone_areas
from planparse.checks.kinds.values.impossible_value import impossible_value
from planparse.checks.kinds.values.part_exceeds_whole import part_exceeds_whole
from planparse.checks.kinds.values.prose_contradicts_prose import prose_contradicts_prose
from planparse.checks.kinds.values.prose_contradicts_table import prose_contradicts_table
from planparse.checks.kinds.values.stock_mismatch import stock_mismatch
from planparse.checks.kinds.values.table_sums import table_sums
from planparse.checks.kinds.values.target_weaker_than_baseline import target_weaker_than_baseline
from planparse.checks.kinds.values.target_weaker_than_superior import target_weaker_than_superior
from planparse.checks.kinds.values.told_extents import told_extents
from planparse.checks.kinds.values.too_small import too_small
from planparse.checks.kinds.values.unit_mismatch import unit_mismatch
from planparse.checks.kinds.values.unit_missing import unit_missing
from planparse.checks.matching.extents import base_unit
from planparse.checks.matching.names import Namer
from planparse.checks.matching.said import all_said
from planparse.checks.matching.table_rows import RowEnds, TableRows
from planparse.checks.matter import Check, Matter
from planparse.checks.passages import PassageFinder
from planparse.checks.places import Places
from planparse.checks.running_text import RunningText
from planparse.checks.sureness import Sureness
from planparse.checks.told_once import told_once
from planparse.checks.toned import toned
from planparse.grammar import Grammar
from planparse.model.draft import Draft

# All checks. Findings at one place of the text stand in this order.
CHECKS: tuple[Check, ...] = (
    heading_numbers,
    serial_numbers,
    row_labels,
    list_items,
    running_items,
    opened_lists,
    running_articles,
    sets_retold,
    box_numbers,
    counted_items,
    counted_chapters,
    listed_works,
    counted_steps,
    counted_boxes,
    counted_places,
    counted_areas,
    indicator_counts,
    told_rows,
    told_row_kinds,
    missing_reference,
    unit_missing,
    bare_numbers,
    bare_investments,
    unit_mismatch,
    slipped_units,
    told_conversions,
    impossible_value,
    whole_things,
    too_small,
    crossed_bounds,
    unreadable_cell,
    unreadable_table,
    empty_captions,
    reader_notices,
    table_sums,
    line_sums,
    row_parts,
    announced_amounts,
    announced_totals,
    told_sums,
    told_breakdowns,
    told_groups,
    told_phases,
    section_sums,
    told_structures,
    listed_parts,
    listed_shares,
    part_exceeds_whole,
    told_parts,
    cell_parts,
    nested_ages,
    yearly_investments,
    column_relations,
    stock_mismatch,
    told_bases,
    told_stocks,
    told_balances,
    told_rises,
    tabled_additions,
    prose_contradicts_table,
    mistyped_rows,
    told_rates,
    told_natures,
    told_verdicts,
    told_tasks,
    other_years,
    told_investments,
    told_totals,
    told_sum_rows,
    told_shares,
    told_ranks,
    told_contents,
    between_tables,
    broken_down,
    prose_contradicts_prose,
    mistyped_digits,
    sections_retold,
    divisions_retold,
    told_starts,
    plan_costs,
    told_zone_areas,
    project_costs,
    told_norms,
    told_extents,
    cell_extents,
    told_leftovers,
    told_bans,
    told_places,
    told_offices,
    told_directions,
    told_ratios,
    told_averages,
    told_years,
    told_growth,
    told_growth_twice,
    told_remainders,
    bracketed_names,
    listed_divisions,
    told_products,
    told_moves,
    told_multiples,
    proportions,
    other_regions,
    told_changes,
    told_excess,
    plan_years,
    goal_columns,
    told_base_years,
    own_time,
    impossible_times,
    deadlines,
    item_deadlines,
    told_events,
    told_documents,
    told_durations,
    target_weaker_than_baseline,
    goals_run_back,
    target_weaker_than_superior,
    told_quotas,
    told_demands,
)


def check_plan(draft: Draft, grammar: Grammar) -> Draft:
    """The draft with its findings, in the order of the text, numbered f1, f2, …"""
    matter = matter_of(draft, grammar)
    found = [finding for check in CHECKS for finding in check(matter)]
    found = told_once(toned(found, matter.sureness))
    # The sort is stable, so that within one place the order is that of CHECKS.
    found.sort(key=lambda finding: finding.span)
    passages = PassageFinder(draft, matter.places, matter.prose)
    numbered = [passages.numbered(finding, f"f{number}") for number, finding in enumerate(found, 1)]
    return replace(draft, findings=tuple(numbered))


def matter_of(draft: Draft, grammar: Grammar) -> Matter:
    """What the checks are given of a plan whose records were read."""
    namer = Namer(grammar, draft.head.region)
    sureness = Sureness(draft)
    subjects = "\n".join([mention.subject for mention in draft.mentions if mention.subject])
    rows = TableRows(draft, grammar, namer, sureness, subjects)
    units = tuple(map(base_unit, draft.mentions))
    return Matter(
        draft=draft,
        grammar=grammar,
        namer=namer,
        rows=rows,
        row_ends=RowEnds(rows.full),
        places=Places(draft, grammar),
        sureness=sureness,
        said=tuple(all_said(draft, grammar, namer)),
        prose=RunningText(draft, grammar),
        units=units,
        of_unit=_by_unit(units),
        subjects=subjects,
    )


def _by_unit(units: Sequence[str]) -> Mapping[str, Sequence[int]]:
    of_unit: dict[str, list[int]] = defaultdict(list)
    for at, unit in enumerate(units):
        of_unit[unit].append(at)
    return dict(of_unit)
