"""The command `batch`: brings many files into an archive."""

from planparse.cli.batching.command import batch

__all__ = ["batch"]
