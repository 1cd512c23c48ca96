"""What a reader of a format gave notice of: pages without text, embedded files, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast, get_args

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, FindingKind, Severity

KINDS: tuple[FindingKind, ...] = get_args(FindingKind)


@check(*KINDS)
def reader_notices(matter: Matter) -> Iterator[Finding]:
    """The reader's notices as findings, of the kinds that they name themselves."""
    for notice in matter.draft.source.notices:
        # A reader says in its own word what it could not do; all such is unreadable here.
        kind: FindingKind = "unreadable-cell"
        if notice.kind in KINDS:
            kind = notice.kind
        yield finding(
            kind,
            cast("Severity", notice.severity),
            notice.about,
            notice.message,
            span=notice.span,
        )
