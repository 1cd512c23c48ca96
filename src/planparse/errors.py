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


class ArchiveError(PlanparseError):
    """An archive of plans cannot be opened or written to.

    `where` names its folder, `reason` what is wrong, `remedy` what the user can do about it.
    """

    def __init__(self, where: str, reason: str, remedy: str = "") -> None:
        super().__init__(where, reason, remedy)
        self.where, self.reason, self.remedy = where, reason, remedy

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}" + (f"; {self.remedy}" if self.remedy else "")


class EngineError(PlanparseError):
    """A cluster that is to read files cannot be reached, or reads nothing.

    `engine` is its name (ray), `reason` what is wrong, `remedy` what the user can do about it.
    """

    def __init__(self, engine: str, reason: str, remedy: str) -> None:
        super().__init__(engine, reason, remedy)
        self.engine, self.reason, self.remedy = engine, reason, remedy

    def __str__(self) -> str:
        return f"{self.engine}: {self.reason}; {self.remedy}"


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
        said = f"{self.rule}: {self.reason}" if self.rule else self.reason
        # Ids and keys are the author's, and may hold anything.
        return _in_one_line(f"{self.file}: {said}")


def _in_one_line(text: str) -> str:
    """The text with what no line shows (line ends, escapes of terminals) written as an escape."""
    shown = (char if char.isprintable() else repr(char)[1:-1] for char in text)
    return "".join(shown)


class MissingExtraError(PlanparseError):
    """What was asked for needs a package that is not installed.

    `what` needs it (parquet), `package` is its name (pyarrow), `extra` what brings it (arrow).
    """

    def __init__(self, what: str, package: str, extra: str) -> None:
        super().__init__(what, package, extra)
        self.what, self.package, self.extra = what, package, extra

    def __str__(self) -> str:
        remedy = f"install it with: pip install 'planparse[{self.extra}]'"
        return f"{self.what} needs the package {self.package}; {remedy}"


class UnknownNameError(PlanparseError, ValueError):
    """Something was asked for by a name that nothing has. `kind` says of what, `known` lists the names."""

    def __init__(self, kind: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(kind, name, known)
        self.kind, self.name, self.known = kind, name, known

    def __str__(self) -> str:
        return f"{self.name!r} is no {self.kind}; there are {', '.join(self.known)}"


class OneTableError(PlanparseError, ValueError):
    """Several `tables` were asked for in a `format` that has room for one; `several` lists those that have more."""

    def __init__(self, format: str, tables: tuple[str, ...], several: tuple[str, ...]) -> None:
        super().__init__(format, tables, several)
        self.format, self.tables, self.several = format, tables, several

    def __str__(self) -> str:
        return (
            f"a file of {self.format} holds one table, not {', '.join(self.tables)}; "
            f"name one of them, or write {' or '.join(self.several)}"
        )
