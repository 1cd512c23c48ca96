"""A finding in words for tools that have one message for it: with pages, and headings as a path."""

from __future__ import annotations

from planparse.model.plan import Finding, Passage


def in_words(finding: Finding, *, with_place: bool) -> str:
    """The message, and with `with_place` where it stands: for formats that have no lines."""
    place = place_of(finding.passages[0]) if finding.passages else ""
    if not with_place or not place:
        return finding.message
    return f"{finding.message}（{place}）"


def place_of(passage: Passage) -> str:
    """第3页，第二章 发展目标 / 一、主要指标; empty where neither is known."""
    parts = [f"第{passage.page}页"] if passage.page else []
    if passage.section:
        parts.append(passage.section)
    return "，".join(parts)
