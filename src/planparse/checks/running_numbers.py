"""The mentions of a plan by where their numbers stand in its running text."""

from __future__ import annotations

from planparse.checks.matter import Matter
from planparse.model.plan import Mention


class MentionsAt:
    """The mention whose number begins at a place of the running text; None where none does."""

    def __init__(self, matter: Matter) -> None:
        self._matter = matter
        self._found: dict[int, Mention] | None = None

    def __call__(self, place: int) -> Mention | None:
        """The mention that begins at `place`, counted in characters of the running text."""
        if self._found is None:
            # Only where some text matches.
            self._found = {}
            for mention in self._matter.draft.mentions:
                at = self._matter.prose.place_of(mention.span[0])
                if at is not None:
                    self._found[at] = mention
        return self._found.get(place)
