"""The outline of a plan as nested nodes: what stands under each heading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from planparse.model.heading_paths import heading_words
from planparse.model.plan import Passage, Plan, Section

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """A section with the sections inside of it, and with its text, which a `Section` alone does not know.

    The root stands for the whole plan: its `section` is None, its `level` 0, its title the plan's.
    `str(node)` is the outline from here on, a heading a line.
    """

    plan: Plan = field(repr=False, compare=False)
    section: Section | None
    children: tuple[OutlineNode, ...] = ()

    @property
    def level(self) -> int:
        """Depth in the document's own hierarchy, from 1; 0 for the root."""
        return self.section.level if self.section else 0

    @property
    def label(self) -> str:
        """The heading's label as printed (第一章); "" for the root."""
        return self.section.label if self.section else ""

    @property
    def title(self) -> str:
        """The heading's title; for the root the plan's, "" where none was found."""
        return self.section.title if self.section else self.plan.title or ""

    @property
    def text(self) -> str:
        """The heading and all that stands under it, as printed. Raises `NoTextError` as `Plan.text_of` does."""
        whole = Passage(span=(0, len(self.plan.text)))
        return self.plan.text_of(self.section or whole)

    def walk(self) -> Iterator[OutlineNode]:
        """Every node below this one, in the order of the text."""
        for child in self.children:
            yield child
            yield from child.walk()

    def __iter__(self) -> Iterator[OutlineNode]:
        return iter(self.children)

    @property
    def heading(self) -> str:
        """Label and title on one line: 第一章 总则, 一、总则; for the root the plan's title."""
        return heading_words(self.section) if self.section else self.title

    def __repr__(self) -> str:
        return f"<OutlineNode {self.heading!r}: {len(self.children)} below>"

    def __str__(self) -> str:
        lines = [self.heading] if self.section else []
        for node in self.walk():
            # The children of the root stand at the margin, as its own title is none of the headings.
            depth = node.level - max(1, self.level)
            lines.append(f"{_INDENT * depth}{node.heading}")
        return "\n".join(lines)


def tree(plan: Plan) -> OutlineNode:
    """The root of a plan's outline."""
    below: dict[str | None, list[Section]] = defaultdict(list)
    known = {section.id for section in plan.sections}
    for section in plan.sections:
        # A plan of which somebody has left sections out still shows the others.
        below[section.parent if section.parent in known else None].append(section)

    def node(section: Section | None) -> OutlineNode:
        inside = below.get(section.id if section else None, ())
        return OutlineNode(plan, section, tuple(node(child) for child in inside))

    return node(None)
