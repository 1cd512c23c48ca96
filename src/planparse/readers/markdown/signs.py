"""What Markdown writes otherwise than it shows: entities, formulas of TeX, raised figures, code.

The text stays as it is in the file. One character stands for what is shown (the & of `&lt;` for
<), and whatever is left of the writing is a mark inside the line.
"""

from __future__ import annotations

import html
import re
from bisect import insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from planparse.model.signs import Sign, raised_signs, shown
from planparse.model.source import Span
from planparse.model.spans import without

_WRITING = re.compile(
    r"<sup[^<>\n]{0,60}>(?P<raised>[^<>\n]{1,20})</sup>"
    r"|(?P<entity>&(?:[a-zA-Z]{2,12}|\#\d{2,6}|\#[xX][0-9a-fA-F]{2,5});)"
    r"|\$(?P<formula>(?:(?!</)[^$\n]){1,200})\$"
    # Converters write single words of another font as code, or as emphasised.
    r"|`(?P<code>[^`\n]{1,60})`"
    r"|(?<![\w\\_])_(?P<slanted>(?=\S)[^_\n]{1,60}(?<=\S))_(?![\w_])"
    # pandoc writes 12\%, and \~ \< \* 1\. where these are no marks.
    r"|\\(?P<escape>[%<>#&*~@^_]|(?<=\d\\)[.)]|(?<=^\\)[-+]|(?<=> \\)[-+])",
    re.M,
)
_SIGNS_OF_WRITING = ("<sup", "&", "$", "`", "_", "\\")
"""A text without any of them shows what it spells."""

_SIGNS = {
    "geq": "≥",
    "geqslant": "≥",
    "geqq": "≥",
    "ge": "≥",
    "leq": "≤",
    "leqslant": "≤",
    "leqq": "≤",
    "le": "≤",
    "gt": ">",
    "lt": "<",
    "approx": "≈",
    "sim": "~",
    "thicksim": "~",
    "times": "×",
    "cdot": "·",
    "pm": "±",
    "permil": "‰",
    "textperthousand": "‰",
    "mu": "μ",
    "circ": "°",
    "celsius": "℃",
    "ast": "*",
    "star": "★",
    "bigstar": "★",
    "triangle": "△",
    "blacktriangle": "▲",
    "square": "□",
    "blacksquare": "■",
}
"""What commands of TeX print, by their names."""
_PRINT_NOTHING = frozenset(
    (
        *("mathrm", "mathbf", "mathit", "mathsf", "mathcal", "boldsymbol", "operatorname"),
        *("text", "textrm", "textbf", "textsuperscript", "textsubscript"),
        *("bf", "rm", "small", "displaystyle", "scriptstyle", "left", "right", "quad"),
    )
)
"""Commands that only say how something looks."""
_TOKEN = re.compile(
    r"(?P<permil>\\%\s?\}?\s?_\s?(?:\{\s?[0oO]{1,2}\s?\}|0)|\^\s?\{?\s?0\s?\}?\s?/\s?_\s?\{?\s?00\s?\}?)"
    r"|\\textcircled\s?\{?\s?(?:\\\w{2,12}\s?\{)?\s?(?P<circled>\d)\s?\}{0,2}"
    r"|\\(?P<command>[a-zA-Z]{2,16})"
    r"|\\(?P<escaped>[%#&_${}])"
    r"|(?P<entity>&(?:lt|gt|le|ge|amp);)"
    r"|(?P<raise>\^)"
    r"|(?P<mark>[\s{}_]|\\[,;:!>\s])"
    r"|(?P<char>.)",
    re.S,
)
_NUMBER = re.compile(r"\s{0,3}[<>≥≤=~+-]?\s{0,3}\d[\d\s.,%]{0,20}")
_COMMANDS = ("\\", "^", "_{")


@dataclass(slots=True)
class Writing:
    """The signs of a text, and its marks inside of lines, in order."""

    text: str
    signs: list[Sign] = field(default_factory=list)
    marks: list[Span] = field(default_factory=list)
    _shown: str = ""

    def shown(self, span: Span) -> str:
        """What a stretch shows, without its marks."""
        if not self._shown:
            self._shown = shown(self.text, self.signs)
        return "".join(self._shown[start:end] for start, end in without(span, self.marks))

    def mark(self, start: int, end: int) -> None:
        """Note that a stretch prints nothing."""
        if start < end:
            self.marks.append((start, end))

    def mark_between(self, spans: Iterable[Span]) -> None:
        """Note stretches that print nothing, in any order; what is noted already stays so."""
        for span in spans:
            for unmarked in without(span, self.marks):
                insort(self.marks, unmarked)

    def show(self, span: Span, char: str, *, last: bool = False) -> None:
        """Note that a stretch shows one character; it stands at its first place, or at its last.

        Then what a record cuts out begins with a sign before its number, and ends with a unit
        behind one.
        """
        start, end = span
        at = end - 1 if last else start
        if self.text[at] != char:
            self.signs.append(Sign(at, char))
        self.mark(start, at)
        self.mark(at + 1, end)


def read_writing(text: str) -> Writing:
    """What `text` shows otherwise than it is written."""
    writing = Writing(text)
    if not any(sign in text for sign in _SIGNS_OF_WRITING):
        return writing
    for found in _WRITING.finditer(text):
        kind = found.lastgroup
        assert kind is not None
        _KINDS[kind](writing, found)
    return writing


def _raised(writing: Writing, found: re.Match[str]) -> None:
    # Its tags are marks that the text of any format may have, and are found there.
    writing.signs += raised_signs(found["raised"], found.start("raised"))


def _entity(writing: Writing, found: re.Match[str]) -> None:
    char = html.unescape(found[0])
    if char.isspace():
        writing.mark(*found.span())
    elif len(char) == 1:
        writing.show(found.span(), char)


def _escape(writing: Writing, found: re.Match[str]) -> None:
    """A backslash before a sign that stands for itself."""
    start, _ = found.span()
    writing.mark(start, start + 1)


def _wrapped(writing: Writing, found: re.Match[str]) -> None:
    """Words between two marks of one character."""
    start, end = found.span()
    writing.mark(start, start + 1)
    writing.mark(end - 1, end)


def _formula(writing: Writing, found: re.Match[str]) -> None:
    if not _is_formula(found["formula"]):
        return
    start, end = found.span()
    writing.mark(start, start + 1)
    tokens = list(_TOKEN.finditer(writing.text, start + 1, end - 1))
    raised = frozenset(_raised_tokens(tokens))
    for n, token in enumerate(tokens):
        _token(writing, token, raised=n in raised)
    writing.mark(end - 1, end)


def _is_formula(body: str) -> bool:
    """Whether dollars stand around a formula or a number; around anything else they are money."""
    if any(command in body for command in _COMMANDS):
        return True
    return _NUMBER.fullmatch(body) is not None


def _raised_tokens(tokens: list[re.Match[str]]) -> Iterator[int]:
    """The indexes of the tokens behind ^: one, or those in the braces behind it."""
    depth = 0
    pending = False
    for n, token in enumerate(tokens):
        if token["raise"]:
            pending = True
        elif depth or pending:
            if token[0] == "{":
                depth += 1
            elif token[0] == "}":
                depth -= 1
            elif not token[0].isspace():
                yield n
            else:
                continue
            pending = False


def _token(writing: Writing, token: re.Match[str], *, raised: bool) -> None:
    """One token of a formula."""
    span = token.span()
    if token["permil"]:
        writing.show(span, "‰", last=True)
    elif token["circled"]:
        number = int(token["circled"]) or 10  # there is room for one digit, and 0 stands for ten
        writing.show(span, chr(ord("①") + number - 1))
    elif token["command"]:
        _command(writing, token)
    elif token["escaped"]:
        writing.show(span, token["escaped"], last=True)
    elif token["entity"]:
        writing.show(span, html.unescape(token["entity"]))
    elif token["char"]:
        if raised:
            writing.signs += raised_signs(token[0], token.start())
    else:
        writing.mark(*span)


def _command(writing: Writing, token: re.Match[str]) -> None:
    """A command by its name; one that nobody knows stays as it is written."""
    name = token["command"]
    if name in _PRINT_NOTHING:
        writing.mark(*token.span())
    elif name in _SIGNS:
        is_unit = name in ("permil", "textperthousand", "circ", "celsius")
        writing.show(token.span(), _SIGNS[name], last=is_unit)


_KINDS: dict[str, Callable[[Writing, re.Match[str]], None]] = {
    "raised": _raised,
    "entity": _entity,
    "formula": _formula,
    "code": _wrapped,
    "slanted": _wrapped,
    "escape": _escape,
}
