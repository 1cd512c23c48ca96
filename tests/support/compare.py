"""Compares records that were read with the content that was printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from planparse.model.plan import Indicator, Plan, Value
from plans import Content, expected

_PER = (("每十万", 100_000), ("每百万", 1_000_000), ("每万", 10_000), ("每千", 1000), ("每百", 100))


def same_words(text: str | None) -> str | None:
    """Text as it is compared: NFKC, no white space; None stays None."""
    return None if text is None else re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def unlike(content: Content, plan: Plan) -> list[str]:
    """What of a plan's records is not as its content says, one line each, in a format that loses nothing."""
    want = expected(content)
    return [
        *unlike_outline(want, plan),
        *unlike_boxes(want, plan),
        *unlike_tables(want, plan),
        *differences(want["indicators"], core(plan), content.ignored),
    ]


def unlike_outline(want: Mapping[str, Any], plan: Plan) -> list[str]:
    """Headings that are lost, too many, or at another level."""
    printed = [(level, label, same_words(title)) for level, label, title in want["outline"]]
    read = [(s.level, s.label, same_words(s.title.rstrip("。：:"))) for s in plan.sections]
    return _unlike_lists("heading", printed, read)


def unlike_boxes(want: Mapping[str, Any], plan: Plan) -> list[str]:
    """Boxes with another caption, kind or other items."""
    printed = [(same_words(a), same_words(b), kind) for a, b, kind in want["boxes"]]
    read = [(same_words(b.label), same_words(b.title), b.kind) for b in plan.boxes]
    items = [(box, a, t.rstrip("。")) for box, listed in want["items"].items() for a, t in listed]
    found = [(b.label, i.label, i.title.rstrip("。")) for b in plan.boxes for i in b.items]
    return _unlike_lists("box", printed, read) + _unlike_lists("item", items, found)


def unlike_tables(want: Mapping[str, Any], plan: Plan) -> list[str]:
    """Tables with other columns or cells; width and white space of characters are set aside."""
    boxes = {b.id: b.label for b in plan.boxes}
    found = {
        same_words(boxes.get(t.box or "")) or t.id: {
            "unit_note": t.unit_note,
            "columns": ["/".join(c.path) for c in t.columns],
            "rows": [list(r) for r in t.rows],
        }
        for t in plan.tables
    }
    labels = [same_words(t["label"]) for t in want["tables"]]
    if list(found) != labels:
        return [f"tables: printed {labels}, read {list(found)}"]
    return [
        f"{t['label']}: {line}"
        for t in want["tables"]
        for line in _unlike_table(t, found[same_words(t["label"]) or ""])
    ]


def _unlike_table(want: Mapping[str, Any], got: Mapping[str, Any]) -> Iterator[str]:
    for key in ("unit_note", "columns"):
        if _plain(want.get(key)) != _plain(got.get(key)):
            yield f"{key}: printed {want.get(key)}, read {got.get(key)}"
    for printed, read_back in zip_longest(want.get("rows", ()), got.get("rows", ())):
        if _plain(printed) != _plain(read_back):
            yield f"printed {printed}, read {read_back}"


def _plain(value: Any) -> Any:
    return [same_words(v) for v in value] if isinstance(value, list) else same_words(value)


def _unlike_lists(what: str, printed: Sequence[object], read: Sequence[object]) -> list[str]:
    if printed == read:
        return []
    lost = [f"{what} lost: {x}" for x in printed if x not in read]
    extra = [f"{what} too many: {x}" for x in read if x not in printed]
    return lost + extra or [f"{what}s in another order: {read}"]


def core(plan: Plan) -> list[dict[str, Any]]:
    """The indicators of a plan in the form of `plans.expected_indicator`."""
    names = {i.id: i.name for i in plan.indicators}
    return [_indicator(i, names) for i in plan.indicators]


def _indicator(record: Indicator, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "category": record.category,
        "number": record.number,
        "name": record.name,
        "qualifier": record.qualifier,
        "parent": names.get(record.parent or ""),
        "unit": record.unit.text if record.unit else None,
        "nature": record.nature,
        "note": record.note and record.note.rstrip("。"),
        "baseline": _value(record.baseline),
        "target": _value(record.target),
        "others": [_value(o) for o in record.others if o.kind != "missing"],
        "per": record.per.count if record.per else None,
    }


def _value(value: Value | None) -> dict[str, Any] | None:
    if value is None:
        return None
    keys = {
        "number": ("value", "comparator"),
        "range": ("low", "high"),
        "ratio": ("ratio",),
        "relative": ("value",),
        "text": ("text",),
        "missing": (),
    }.get(value.kind, ("text",))  # plans do not say of which kind their words are
    kind = "text" if keys == ("text",) else value.kind
    out: dict[str, Any] = {"kind": kind} | {k: getattr(value, k) for k in keys}
    if value.kind == "ratio":
        out["ratio"] = list(value.ratio or ())
    return out | {k: v for k, v in (("basis", value.basis), ("year", value.year)) if v is not None}


def per_of(indicator: Mapping[str, Any]) -> int | None:
    """The base of a rate, from the indicator's printed name or its parent's; a share is a share of its whole."""
    own = next((count for word, count in _PER if word in indicator["name"]), None)
    above = next((count for word, count in _PER if word in (indicator["parent"] or "")), None)
    return own or (None if indicator["unit"] in ("%", "‰") else above)


def differences(
    want: Sequence[Mapping[str, Any]],
    got: Sequence[Mapping[str, Any]],
    ignore: frozenset[str] = frozenset(),
) -> list[str]:
    """What reads otherwise than it was printed, one line each; empty when all is as printed."""
    names = [same_words(w["name"]) for w in want], [same_words(g["name"]) for g in got]
    if names[0] != names[1]:
        lost = [n for n in names[0] if n not in names[1]]
        extra = [n for n in names[1] if n not in names[0]]
        return [
            f"indicators: lost {lost}, extra {extra}" if lost or extra else f"order: {names[1]}"
        ]
    out: list[str] = []
    for w, g in zip(want, got, strict=True):
        for key in w.keys() - ignore - {"name"}:
            if not same(key, w[key], g[key]):
                out.append(f"{w['name']}.{key}: printed {w[key]!r}, read {g[key]!r}")
    return sorted(out)


def same(key: str, want: Any, got: Any) -> bool:
    """Whether a field reads as printed; a missing value and no value are the same."""
    if key in ("baseline", "target"):
        return _same_value(want or {"kind": "missing"}, got or {"kind": "missing"})
    if key == "others":
        return len(want) == len(got) and all(any(_same_value(w, g) for g in got) for w in want)
    if key == "category":  # a category row prints its own label: 一、经济发展
        return _unlabelled(want) == _unlabelled(got)
    return bool(same_words(want) == same_words(got) if isinstance(want, str) else want == got)


def _same_value(want: Mapping[str, Any], got: Mapping[str, Any]) -> bool:
    if want["kind"] == "missing":
        return bool(got["kind"] == "missing")
    wanted, read = dict(want), {k: v for k, v in got.items() if k in want or k == "basis"}
    for side in (wanted, read):
        if "text" in side:  # words have no basis
            side["text"] = same_words(side["text"])
            side.pop("basis", None)
    return wanted == read


def _unlabelled(text: str | None) -> str | None:
    if text is None:
        return None
    return re.sub(r"^[（(]?[一二三四五六七八九十]+[）)、]", "", same_words(text) or "")
