"""The headings above a chunk, and the line of them that may stand before its text."""

from __future__ import annotations

from planparse.model.heading_paths import BETWEEN_HEADINGS, heading_words
from planparse.model.plan import Plan, Section

LEAST_CHARS = 50
"""Of a chunk: below it hardly a sentence is whole."""
_LEAST_ROOM = LEAST_CHARS // 2
"""Characters that a chunk has for its own text, however much is repeated before it."""


class ChunkHeadings:
    """The headings of one plan, and how much room they leave in a chunk."""

    def __init__(self, plan: Plan, longest: int, *, before_text: bool) -> None:
        self._sections = {section.id: section for section in plan.sections}
        self._longest = longest
        self._before_text = before_text
        self._paths: dict[str, tuple[str, ...]] = {}
        for section in plan.sections:  # a section stands behind the one that it is in
            self._paths[section.id] = (*self.path(section.parent), heading_words(section))

    def path(self, section_id: str | None) -> tuple[str, ...]:
        """The headings above a place of a section, the outermost first."""
        return self._paths.get(section_id or "", ())

    def room(self, section_id: str | None, repeated: int = 0) -> int:
        """Characters that a chunk has for its own words, beside headings and what is repeated."""
        taken = repeated + 1 if repeated else 0
        taken += len(self.before(section_id))
        return max(self._longest - taken, _LEAST_ROOM)

    def before(self, section_id: str | None, own: int = 0) -> str:
        """The line before a chunk's text, where it was asked for.

        The `own` innermost headings are left out, as the text begins with them. Of a path that
        takes more than half of a chunk, the outermost headings go.
        """
        if not self._before_text:
            return ""
        path = list(self.path(section_id))
        path = path[: max(len(path) - own, 0)]
        while path and len(BETWEEN_HEADINGS.join(path)) > self._longest // 2:
            path.pop(0)
        return BETWEEN_HEADINGS.join(path) + "\n" if path else ""


def is_right_below(section: Section | None, above: Section | None) -> bool:
    """Whether a section is one of those directly in another."""
    return section is not None and above is not None and section.parent == above.id
