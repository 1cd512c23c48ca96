"""What can go wrong, as one family of errors.

Every error names what happened, where, and what to do; `str(error)` is one line
that can be shown to a user as it is. Fields are kept in `args`, so that an error
survives pickling by a worker pool.
"""

from __future__ import annotations


class PlanparseError(Exception):
    """Root of every error that planparse raises on purpose."""


class ReadError(PlanparseError):
    """The input could not be read as a plan.

    `where` names the input (a path, "-" or "<bytes>"), `reason` what is wrong
    with it, `remedy` what the user can do about it.
    """

    def __init__(self, where: str, reason: str, remedy: str = "") -> None:
        super().__init__(where, reason, remedy)
        self.where, self.reason, self.remedy = where, reason, remedy

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}" + (f"; {self.remedy}" if self.remedy else "")


class NoTextError(PlanparseError):
    """The plan was made from JSON that has no text, and something asked for its text.

    `where` names the input that the plan was read from.
    """

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where

    def __str__(self) -> str:
        return (
            f"{self.where}: this plan has no text, as its JSON was written without; "
            "write it with --text or plan.to_json(), or read the file again"
        )


class GrammarError(PlanparseError):
    """A grammar file breaks its schema. `file` and `rule` name the place."""

    def __init__(self, file: str, rule: str, reason: str) -> None:
        super().__init__(file, rule, reason)
        self.file, self.rule, self.reason = file, rule, reason

    def __str__(self) -> str:
        return (
            f"{self.file}: {self.rule}: {self.reason}"
            if self.rule
            else f"{self.file}: {self.reason}"
        )
