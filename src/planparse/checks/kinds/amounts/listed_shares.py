"""sum-mismatch of shares: 省级资金占35%、市级占42%，其余25% make up 102."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from planparse.checks.matching.extents import CLOSE, amount, half_a_step, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

FEWEST_SHARES = 3

LONGEST_NAME = 40
"""Characters of the source from one share to the next."""

WHOLE = 1.0

FARTHEST = 0.1
"""Shares of which the last is said to be the rest, and that miss the whole by more, are of several wholes."""

FARTHEST_OF_LISTED = 0.05
"""The same where only their words say that they are of one whole."""


@check("sum-mismatch")
def listed_shares(matter: Matter) -> Iterator[Finding]:
    """Shares of one sentence that are said to be all there are, and are not 100 together."""
    for shares in _lists(matter):
        farthest = _farthest(shares, matter)
        if farthest is None:
            continue
        # The list may begin with what is no share of it.
        gaps = _gaps(shares)
        if any(gap <= slack for gap, slack in gaps[:-1]):
            continue
        near = [
            first
            for first, (gap, _) in enumerate(gaps)
            if len(shares) - first >= FEWEST_SHARES and gap <= farthest + CLOSE
        ]
        if near:
            yield _finding(shares[near[0] :], matter)


def _lists(matter: Matter) -> Iterator[list[Mention]]:
    """Runs of shares that stand one behind the other in one sentence."""
    run: list[Mention] = []
    for mention in matter.draft.mentions:
        if not _is_share(mention):
            continue
        if run and not _goes_on(run[-1], mention, matter):
            if len(run) >= FEWEST_SHARES:
                yield run
            run = []
        run.append(mention)
    if len(run) >= FEWEST_SHARES:
        yield run


def _is_share(mention: Mention) -> bool:
    if mention.unit is None or mention.unit.code != "%" or mention.per is not None:
        return False
    return is_exact(mention.value) and mention.value.measure not in ("change", "growth")


def _goes_on(share: Mention, following: Mention, matter: Matter) -> bool:
    if following.span[0] - share.span[1] > LONGEST_NAME:
        return False
    words = matter.prose.between(share.span, following.span)
    pattern = matter.grammar.pattern("checks.next-share")
    return words is not None and pattern.fullmatch(words) is not None


def _farthest(shares: Sequence[Mention], matter: Matter) -> float | None:
    """How far from the whole they may be to be told; None where nothing says that they make it up."""
    grammar = matter.grammar
    before = matter.prose.sentence_up_to(shares[0].span[0])
    if grammar.find("checks.several-answers", before):
        return None
    if grammar.find("checks.the-rest", _clause(shares[-1], matter)):
        return FARTHEST
    # 生活源占62.5%，工业源占24.8%: of one whole, of which no more than all can be taken up.
    # Those of the three industries are told of as a structure.
    are_industries = any(
        word in _clause(shares[0], matter) for word in grammar.words("checks.industries")
    )
    if not are_industries and all(
        grammar.find("checks.takes-up-alone", _clause(share, matter)) for share in shares
    ):
        return FARTHEST if sum(map(amount, shares)) > WHOLE else None
    is_structure = grammar.find("checks.shares-announced", before)
    all_say = all(grammar.find("checks.takes-up", _clause(share, matter)) for share in shares)
    return FARTHEST_OF_LISTED if is_structure and all_say else None


def _clause(mention: Mention, matter: Matter) -> str:
    return matter.prose.clause_up_to(mention.span[0])


def _gaps(shares: Sequence[Mention]) -> list[tuple[float, float]]:
    """How far the shares from each one on are from the whole, and how much of that rounding explains."""
    sums = accumulate(map(amount, reversed(shares)))
    slacks = accumulate(half_a_step(share.value) for share in reversed(shares))
    gaps = [(abs(made - WHOLE), slack) for made, slack in zip(sums, slacks, strict=True)]
    return gaps[::-1]


def _finding(shares: Sequence[Mention], matter: Matter) -> Finding:
    places = matter.places
    printed = "、".join(places.quantity(share) for share in shares)
    added = round(sum(map(amount, shares)) * 100, 2)
    return finding(
        "sum-mismatch",
        "warning",
        shares[0].subject or "",
        f"{places.prose(shares[0])}所列各项占比（{printed}）相加为{added:g}%，不是100%。",
        records=[share.id for share in shares],
        span=shares[0].span,
        page=shares[0].page,
    )
