"""The pages say what the program does: their examples are run, their links and lists are followed."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import get_args

import pytest
from click.testing import CliRunner

from places import ROOT
from planparse import Parser, parse
from planparse.cli import main
from planparse.grammar import default, load
from planparse.model.doubt import Cause
from planparse.model.plan import FindingKind
from planparse.outputs.findings.kinds import DESCRIPTIONS
from planparse.outputs.json import plan_json
from planparse.outputs.reference import reference
from planparse.readers import limits

DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), *sorted(ROOT.glob("*.md")), ROOT / "fixtures" / "README.md"]
MARK = "<!-- made from the models: planparse schema --markdown -->\n"


def read(page: str) -> str:
    """The text of a page, by its path from the root."""
    return (ROOT / page).read_text(encoding="utf-8")


def fences(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def test_the_reference_is_made_from_the_models(rewrite_golden: bool) -> None:
    """What docs/output.md says under its mark is what `planparse schema --markdown` prints."""
    head, mark, _ = read("docs/output.md").partition(MARK)
    assert mark, "docs/output.md has lost the mark under which the reference stands"
    page = head + mark + "\n" + reference()
    if rewrite_golden:
        (DOCS / "output.md").write_text(page, encoding="utf-8", newline="\n")
    assert read("docs/output.md") == page, "run pytest -k made_from --rewrite-golden"
    assert (
        CliRunner().invoke(main, ["schema", "--markdown"]).stdout_bytes.decode("utf-8")
        == reference()
    )


# The rooms


SOURCE = ROOT / "src" / "planparse"
ROOMS_BEGIN = "<!-- made from the rooms: pytest -k made_from --rewrite-golden -->\n"
ROOMS_END = "<!-- end of the rooms -->\n"
ROOMS = ("errors", "model", "labels", "grammar", "readers", "text", "quantity", "tables", "records", "prose",
         "checks", "outputs", "frames", "isolation", "parser", "arrow", "batch", "loaders", "explain", "cli")  # fmt: skip
"""As they may import one another. What stands inside one follows it."""


def rooms() -> str:
    """The table of rooms: what each says of itself, and the modules in it."""
    rows = ["| room | what stands in it | its modules |", "|---|---|---|"]
    for first in ROOMS:
        module = SOURCE / f"{first}.py"
        if module.exists():
            rows.append(f"| `{first}` | {opening(module)} | |")
        for door in sorted((SOURCE / first).rglob("__init__.py")):
            room = door.parent.relative_to(SOURCE).as_posix()
            names = sorted(p.stem for p in door.parent.glob("*.py") if p != door)
            rows.append(
                f"| `{room}/` | {opening(door)} | {', '.join(f'`{name}`' for name in names)} |"
            )
    return "\n" + "\n".join(rows) + "\n\n"


def opening(module: Path) -> str:
    """The first paragraph of a module's docstring, on one line."""
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split()).removesuffix(".").replace("|", "\\|")


def test_the_table_of_rooms_is_made_from_the_modules(rewrite_golden: bool) -> None:
    head, mark, rest = read("docs/how-it-works.md").partition(ROOMS_BEGIN)
    _, end, tail = rest.partition(ROOMS_END)
    assert mark, "docs/how-it-works.md has lost the mark under which the rooms stand"
    assert end, "docs/how-it-works.md has lost the mark above which the rooms stand"
    page = head + mark + rooms() + end + tail
    if rewrite_golden:
        (DOCS / "how-it-works.md").write_text(page, encoding="utf-8", newline="\n")
    assert read("docs/how-it-works.md") == page, "run pytest -k made_from --rewrite-golden"


def test_every_room_is_in_the_table_of_rooms() -> None:
    found = {p.stem for p in SOURCE.glob("*.py") if not p.stem.startswith("__")}
    found |= {p.parent.name for p in SOURCE.glob("*/__init__.py")}
    assert found == set(ROOMS)


# The units


UNITS_BEGIN = "<!-- made from the grammar: pytest -k made_from --rewrite-golden -->\n"
UNITS_END = "<!-- end of the units -->\n"


def units() -> str:
    """The table of customary units, each with its factor to the SI and what is printed in it."""
    rows = ["| dimension | `normalized` | is | printed as |", "|---|---|---|---|"]
    for rule in default().group("base"):
        (base,) = rule.words
        factor = f"{float(Fraction(str(rule.attrs['factor']))):.12g}"
        printed = [
            unit.words[0]
            for unit in default().group("unit")
            if unit.attrs.get("base", unit.attrs["code"]) == base
        ]
        for quotient in default().group("quotient"):
            if quotient.attrs.get("base") == base:
                printed += quotient.words
        shown = " ".join(word.replace("|", "\\|") for word in printed)
        rows.append(
            f"| {rule.attrs['dimension']} | `{base}` | {factor} {rule.attrs['si']} | {shown} |"
        )
    return "\n" + "\n".join(rows) + "\n\n"


def test_the_table_of_units_is_made_from_the_grammar(rewrite_golden: bool) -> None:
    head, mark, rest = read("docs/units.md").partition(UNITS_BEGIN)
    _, end, tail = rest.partition(UNITS_END)
    assert mark, "docs/units.md has lost the mark under which the table stands"
    assert end, "docs/units.md has lost the mark above which the table stands"
    page = head + mark + units() + end + tail
    if rewrite_golden:
        (DOCS / "units.md").write_text(page, encoding="utf-8", newline="\n")
    assert read("docs/units.md") == page, "run pytest -k made_from --rewrite-golden"


# What the pages name


NAMED = ("README.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in sorted(DOCS.glob("*.md"))))
"""The pages that speak of the project as it is; CHANGELOG.md speaks of what was, too."""


@pytest.mark.parametrize("page", NAMED)
def test_a_file_that_a_page_names_is_there(page: str) -> None:
    """`a/b.py` is a path from the root or in the package, `test_x.py` a file anywhere in the tests."""
    missing = []
    for name in re.findall(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|toml|dict))`", read(page)):
        beside = [ROOT / name, SOURCE / name, ROOT / "grammars" / name]
        if not any(p.exists() for p in beside) and not any((ROOT / "tests").rglob(name)):
            missing.append(name)
    assert [name for name in missing if name not in ("my.toml", "more.toml", "test_x.py")] == []


@pytest.mark.parametrize("page", NAMED)
def test_a_room_that_a_page_names_is_there(page: str) -> None:
    named = re.findall(r"`((?:[a-z_]+/)+)`", read(page))
    assert [n for n in named if not (ROOT / n).is_dir() and not (SOURCE / n).is_dir()] == []


@pytest.mark.parametrize("page", NAMED)
def test_what_a_page_names_in_planparse_is_there(page: str) -> None:
    """`planparse.a.b` is a module, or something that a module holds."""
    missing = []
    for name in re.findall(r"`(planparse(?:\.\w+)+)`", read(page)):
        path = SOURCE.joinpath(*name.split(".")[1:])
        held = path.parent / "__init__.py"
        if not path.parent.is_dir():
            held = path.parent.with_suffix(".py")
        is_module = path.is_dir() or path.with_suffix(".py").exists()
        if not is_module and not (
            held.exists() and re.search(rf"\b{path.name}\b", held.read_text("utf-8"))
        ):
            missing.append(name)
    assert missing == []


def test_the_way_of_a_cell_is_the_way_it_takes() -> None:
    """Every function that docs/how-it-works.md names on that way is called, first in that order."""
    steps = (
        read("docs/how-it-works.md").partition("## The way of one cell")[2].partition("\n## ")[0]
    )
    named = [tuple(step) for step in re.findall(r"`([\w/]+\.py)`:\s`([\w.]+)`", steps)]
    called = list(calls_of_reading("ecology-shimen.txt"))
    assert len(named) >= 10
    assert [step for step in named if step not in called] == []
    order = [called.index(step) for step in named]
    assert order == sorted(order)


def calls_of_reading(fixture: str) -> Iterator[tuple[str, str]]:
    """The functions that are called from the file to its JSON, as (path in the package, name), each once."""
    seen: dict[tuple[str, str], None] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(SOURCE):
            seen.setdefault((path.relative_to(SOURCE).as_posix(), frame.f_code.co_qualname))

    parser = Parser(grammar=load())  # a new grammar, which remembers no answers
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        plan_json(parser.read(ROOT / "fixtures" / fixture))
    finally:
        sys.setprofile(before)
    yield from seen


KINDS = dict(
    re.findall(r"^### ([\w-]+)\n.*?^```text\n(.*?)^```$", read("docs/checks.md"), re.M | re.S)
)


def test_every_kind_of_finding_has_an_example() -> None:
    assert tuple(KINDS) == get_args(FindingKind)


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_gives_its_finding(kind: str) -> None:
    assert kind in {f.kind for f in parse(KINDS[kind]).findings}


OPENINGS = dict(re.findall(r"^### ([\w-]+)\n\n(.*?)\n\n", read("docs/checks.md"), re.M | re.S))


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_of_a_log_says_what_the_page_says(kind: str) -> None:
    """SARIF describes a kind by the first paragraph that the page has on it, without its links."""
    opening = " ".join(re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", OPENINGS[kind]).split())
    assert opening == DESCRIPTIONS[kind]


ANSWERS = dict(re.findall(r"^### ([\w-]+)\n.*?^```\n\n```\n(.*?)^```$", read("docs/checks.md"), re.M | re.S))  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_prints_what_stands_under_it(kind: str, tmp_path: Path) -> None:
    example = tmp_path / "example.txt"
    example.write_text(KINDS[kind], encoding="utf-8")
    call = ["check", str(example), "--select", kind, "--no-isolate"]
    printed = CliRunner().invoke(main, call).stdout_bytes.decode("utf-8")
    lines = [line[4:].rstrip() for line in printed.splitlines() if line.startswith("    ")]
    assert lines == ANSWERS[kind].splitlines()


def test_every_code_of_a_doubt_is_listed() -> None:
    """docs/doubts.md has a line on each code, and none that is not there."""
    page = read("docs/doubts.md")
    listed = set(re.findall(r"^\| `([\w-]+)` \|", page, re.M)) | {Cause.DRAWN_LETTERS.value}
    assert listed == {cause.value for cause in Cause}
    assert f"`{Cause.DRAWN_LETTERS}`" in page


def test_the_summary_in_the_readme_is_what_is_printed() -> None:
    """The README's result is the program's own, line for line."""
    printed = [
        line.strip()
        for line in CliRunner()
        .invoke(main, ["parse", str(ROOT / "fixtures" / "ecology-shimen.txt")])
        .stdout_bytes.decode("utf-8")
        .splitlines()
    ]
    shown = [line.strip() for line in fences(read("README.md"), "text")[1].splitlines()]
    assert [line for line in shown if line not in (*printed, "", "…")] == []


def test_the_lines_of_a_plan_in_the_readme_are_the_fixtures() -> None:
    printed = read("fixtures/ecology-shimen.txt").splitlines()
    assert [
        line for line in fences(read("README.md"), "text")[0].splitlines() if line not in printed
    ] == []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = next(line for line in read("README.md").splitlines() if "/pytest" in line)
    assert command.partition("&& ")[2] in read(".ci/run")


@pytest.mark.parametrize("text", fences(read("docs/grammar.md"), "toml"))
def test_a_pack_of_the_grammar_page_loads(text: str, tmp_path: Path) -> None:
    pack = tmp_path / "my.toml"
    pack.write_text(text, encoding="utf-8")
    assert Parser(grammar=pack)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(t, id=f"{p.name}-{n}")
        for p in PAGES
        for n, t in enumerate(fences(p.read_text("utf-8"), "python"))
    ],
)
def test_python_of_the_pages_runs(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    skip_without_packages_of(text)
    monkeypatch.chdir(ROOT)
    try:
        exec(compile(text, "page", "exec"), {"__name__": "page"})
    except ImportError as error:
        # Only where the error says so itself, as for a reader that does without.
        if "pip install 'planparse[" not in str(error):
            raise
        pytest.skip(str(error))


LARGE_PACKAGES = {
    "duckdb": "duckdb",
    ".pandas()": "pandas",
    "import pandas": "pandas",
    ".arrow()": "pyarrow",
}
"""What an example calls, and the package that it needs for it: each is large, and an extra."""


def skip_without_packages_of(text: str) -> None:
    """Skip an example, visibly, where a large package that it shows is not installed."""
    for sign, package in LARGE_PACKAGES.items():
        if sign in text:
            pytest.importorskip(package)


def printing(page: str) -> Iterator[tuple[str, str]]:
    """The examples of a page with what they print: a block of Python, "It prints:", a block of text."""
    pieces = page.split("```\n\nIt prints:\n\n```text\n")
    for example, answer in pairwise(pieces):
        yield example.rpartition("```python\n")[2], answer.partition("```")[0]


PRINTS = [
    pytest.param(code, text, id=f"{p.name}-{n}")
    for p in PAGES
    for n, (code, text) in enumerate(printing(p.read_text("utf-8")))
]


@pytest.mark.parametrize(("code", "text"), PRINTS)
def test_python_of_the_pages_prints_what_they_say(
    code: str,
    text: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    skip_without_packages_of(code)
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "page", "exec"), {"__name__": "page"})
    assert printed.getvalue() == text


def test_every_limit_is_on_the_page() -> None:
    page = read("docs/formats.md")
    assert [name for name in limits.Limits.__slots__ if f"`{name}`" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_a_link_leads_somewhere(page: Path) -> None:
    """A link names a file that is there, and a heading in it."""
    missing = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not target.startswith("http") and (
            not file.exists() or (anchor and anchor not in anchors(file))
        ):
            missing.append(target)
    assert missing == []


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings get."""
    heads = re.findall(r"^#{1,6} (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads}


def test_the_defaults_of_the_limits_are_on_the_page() -> None:
    """The page prints each default as the code has it: bytes in MiB, thousands with a comma."""
    page = read("docs/formats.md")
    for name in limits.Limits.__slots__:
        value = getattr(limits.DEFAULT, name)
        shown = f"{value // 2**20} MiB" if name.endswith("bytes") else f"{value:,.0f}"
        assert f"| `{name}` | {shown} |" in page
