"""Words of a name, told by jieba with the dictionary of planning."""

from __future__ import annotations

import sys
import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from planparse.errors import GrammarError
from planparse.grammar import grammar_folder

WORD_FREQUENCY = 1000
"""The weight of a word of the grammar among those of the dictionary: enough to be taken as one word."""


def segmenter(words: Iterable[str]) -> Any:
    """A tokenizer of jieba that knows these words, too. Raises `GrammarError` for a broken dictionary."""
    with warnings.catch_warnings(), _absent("pkg_resources"):
        # jieba's own source has invalid escapes.
        warnings.simplefilter("ignore")
        # Here, as many a plan needs no words. pkg_resources would tell jieba where its own
        # dictionary lies, which is not read, and takes three times as long to import as jieba.
        import jieba

    path = grammar_folder() / "planning.dict"
    tokenizer = jieba.Tokenizer()
    # Not through initialize(), which leaves a cache in the machine's shared temporary folder.
    try:
        with path.open("rb") as file:
            tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(file)
    except (OSError, ValueError) as e:
        raise GrammarError(path.name, "", str(e)) from e
    tokenizer.initialized = True
    for word in words:
        tokenizer.add_word(word, WORD_FREQUENCY)
    return tokenizer


@contextmanager
def _absent(module: str) -> Iterator[None]:
    """Within this block, and in this thread alone, a module is not found that is not loaded yet."""
    finder = _AbsentFinder(module)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _AbsentFinder:
    """A finder of `sys.meta_path` that finds no module, and lets one not be found by others."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._thread = threading.get_ident()

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> None:
        """Nothing, but `ModuleNotFoundError` for the absent module."""
        if fullname == self._module and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
