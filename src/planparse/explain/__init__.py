"""What was made of a passage, by which rule and which reading, and what speaks against it.

`explain` reads a document as any reading does, with a grammar that notes which of its rules find
words of the passage (`watching`). `passages` says which passage is meant, `tables` how the table
that it stands in was put together, `explanation` what is told of it all.
"""

from planparse.explain.explaining import explain
from planparse.explain.explanation import (
    ExplainedColumn,
    ExplainedLeaf,
    ExplainedRecord,
    ExplainedTable,
    Explanation,
    RuleHit,
    WeighedReading,
)

__all__ = [
    "ExplainedColumn",
    "ExplainedLeaf",
    "ExplainedRecord",
    "ExplainedTable",
    "Explanation",
    "RuleHit",
    "WeighedReading",
    "explain",
]
