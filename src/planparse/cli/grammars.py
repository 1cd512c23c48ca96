"""`planparse grammar`: whether a pack is sound, and what a rule says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import click

from planparse.cli.exit_codes import USAGE
from planparse.errors import GrammarError

if TYPE_CHECKING:
    from planparse.grammar import Grammar, Rule

_MOST_SHOWN = 30
"""Words of a rule that are shown; a list of units has more than a screen holds."""


@click.group()
def grammar() -> None:
    """Check a grammar of your own, or explain a rule.

    \b
      planparse grammar check my.toml
      planparse grammar explain outline.han-comma
      planparse grammar explain my.carts --grammar my.toml
    """


@grammar.command()
@click.argument("packs", nargs=-1, required=True, metavar="PACK...")
def check(packs: tuple[str, ...]) -> None:
    """Load each PACK over the built-in grammar, and those before it; say what is wrong.

    \b
      planparse grammar check my.toml
    """
    from planparse.grammar import load

    built_in = {rule.id: rule for rule in load()}
    loaded = _loaded(packs)
    for pack in packs:
        name = pack.replace("\\", "/").rpartition("/")[2]
        own = [rule for rule in loaded if rule.file == name and rule.id not in built_in]
        replaced = [rule for rule in loaded if rule.file == name and rule.id in built_in]
        click.echo(f"{pack}: fine; {len(own)} new rules, {len(replaced)} in place of built-in ones")
    for rule in loaded:
        before = built_in.get(rule.id)
        if before is not None and before.file == rule.file and before.words != rule.words:
            added = "、".join(rule.words[len(before.words) :])
            click.echo(f"  {rule.id}: words added: {added}")


@grammar.command()
@click.argument("rule_id", metavar="RULE")
@click.option("--grammar", "packs", multiple=True, metavar="FILE.toml", help="Add a grammar first.")
def explain(rule_id: str, packs: tuple[str, ...]) -> None:
    """Print what the rule with the id RULE takes, and why it is there.

    \b
      planparse grammar explain outline.han-comma
    """
    loaded = _loaded(packs)
    known = {rule.id: rule for rule in loaded}
    if rule_id not in known:
        from difflib import get_close_matches  # here, as other commands do without

        near = ", ".join(get_close_matches(rule_id, known, n=3))
        _give_up(f"there is no rule {rule_id!r}" + (f"; near it are {near}" if near else ""))
    for line in _explained(known[rule_id]):
        click.echo(line)


def _loaded(packs: tuple[str, ...]) -> Grammar:
    from planparse.grammar import load

    try:
        return load(*packs)
    except GrammarError as error:
        _give_up(str(error))


def _give_up(reason: str) -> NoReturn:
    click.echo(f"planparse: {reason}", err=True)
    raise SystemExit(USAGE)


def _explained(rule: Rule) -> list[str]:
    lines = [f"{rule.id}  [[{rule.group}]] of {rule.file}"]
    if rule.note:
        lines.append(f"  note     {rule.note}")
    lines += [f"  {key:8} {value}" for key, value in rule.attrs.items()]
    if rule.words:
        more = len(rule.words) - _MOST_SHOWN
        behind = f" … and {more} more" if more > 0 else ""
        lines.append(f"  words    {'、'.join(rule.words[:_MOST_SHOWN])}{behind}")
    else:
        lines.append(f"  pattern  {rule.source}")
    lines.append(f"  how      {rule.how}")
    lines += [f"  accepts  {text}" for text in rule.accepts]
    lines += [f"  rejects  {text}" for text in rule.rejects]
    return lines
