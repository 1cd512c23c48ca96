"""The chain of stages, in order, and the two verbs that run it."""

from __future__ import annotations

from collections.abc import Callable

from planparse.draft import Draft
from planparse.grammar import Grammar

Stage = Callable[[Draft, Grammar], Draft]
