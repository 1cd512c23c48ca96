"""Targets of atheris: `python -m fuzz.coverage text -max_total_time=600`, also html, markdown, docx, grammar."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

atheris: Any = import_module("atheris")

with atheris.instrument_imports(include=["planparse"]):
    from fuzz.laws import check_file, check_pack, check_text

_FOLDER = tempfile.mkdtemp(prefix="planparse-fuzz-")
_CORPUS = tempfile.mkdtemp(prefix="planparse-corpus-")


def text(data: bytes) -> None:
    check_text(data.decode("utf-8", "replace"))


def html(data: bytes) -> None:
    check_file(b"<html><body>" + data, "a.html")


def markdown(data: bytes) -> None:
    check_file(b"# \xe7\xab\xa0\n\n" + data, "a.md")


def docx(data: bytes) -> None:
    """A document whose body is well formed: the bytes say which elements stand in it, and which text.

    Of bytes that are XML by chance a fuzzer finds none.
    """
    from docx_files import package

    chance = atheris.FuzzedDataProvider(data)
    made = [_HEAD]
    open_tags: list[str] = []
    while chance.remaining_bytes():
        choice = chance.ConsumeIntInRange(0, len(_OPENED) + len(_EMPTY) + 1)
        if choice < len(_OPENED):
            tag = _OPENED[choice]
            made.append(f"<w:{tag}>")
            open_tags.append(tag)
        elif choice < len(_OPENED) + len(_EMPTY):
            made.append(_EMPTY[choice - len(_OPENED)].format(chance.ConsumeIntInRange(-2, 70)))
        elif open_tags and choice == len(_OPENED) + len(_EMPTY):
            made.append(f"</w:{open_tags.pop()}>")
        else:
            words = chance.ConsumeUnicodeNoSurrogates(chance.ConsumeIntInRange(0, 20))
            made.append(f"<w:r><w:t>{_shown(words)}</w:t></w:r>")
    made += [f"</w:{tag}>" for tag in reversed(open_tags)]
    made.append("</w:body></w:document>")
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": "".join(made)}
    check_file(package(parts), "a.docx")


_HEAD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)
_OPENED = ("p", "tbl", "tr", "tc", "p", "r", "pPr", "tcPr", "sdt", "sdtContent", "ins", "del")
_EMPTY = (
    '<w:gridSpan w:val="{}"/>',
    '<w:vMerge w:val="restart"/>',
    "<w:vMerge/>",
    '<w:outlineLvl w:val="{}"/>',
    '<w:ind w:left="{}00"/>',
    "<w:br/>",
    "<w:tab/>",
    '<w:footnoteReference w:id="{}"/>',
    '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>',
    '<w:vertAlign w:val="superscript"/>',
)


def _shown(words: str) -> str:
    """Words as XML can hold them."""
    return escape("".join(char for char in words if char.isprintable()))


def grammar(data: bytes) -> None:
    check_pack(data, Path(_FOLDER))


TARGETS = {"text": text, "html": html, "markdown": markdown, "docx": docx, "grammar": grammar}


def _seeds(name: str) -> Iterator[bytes]:
    """What to begin with: plans, and rules of the built-in grammars one by one."""
    root = Path(__file__).parents[1]
    if name == "grammar":
        for path in sorted((root / "grammars").glob("*.toml")):
            yield from path.read_bytes().split(b"\n\n")
    suffix = {"text": "txt", "markdown": "md"}.get(name)
    if suffix:
        for path in sorted((root / "fixtures").glob(f"*.{suffix}")):
            yield path.read_bytes()[:_LONGEST_SEED]


_LONGEST_SEED = 1500
"""Bytes of a seed: short inputs are many."""


def main() -> None:
    """Run the target that the first argument names; the others are atheris's own."""
    name = sys.argv.pop(1)
    for number, seed in enumerate(_seeds(name)):
        (Path(_CORPUS) / str(number)).write_bytes(seed)
    atheris.Setup([*sys.argv, _CORPUS], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
