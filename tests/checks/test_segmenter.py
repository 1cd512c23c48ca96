"""Words of names by jieba, which is imported without what it does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from planparse.checks.segmenter import segmenter

IMPORTED = """
import sys
from planparse.checks.segmenter import segmenter
finders = list(sys.meta_path)
segmenter([])
assert "jieba" in sys.modules
assert "pkg_resources" not in sys.modules
assert sys.meta_path == finders
import pkg_resources
"""


def test_a_word_of_the_grammar_is_one_word() -> None:
    words = segmenter(["数字孪生水网"])
    assert words.lcut("数字孪生水网覆盖率", HMM=False)[0] == "数字孪生水网"


def test_jieba_is_imported_without_pkg_resources(tmp_path: Path) -> None:
    # A stand-in, as not every environment has one: it is found again afterwards.
    (tmp_path / "pkg_resources.py").write_text("")
    paths = [str(tmp_path), *filter(None, sys.path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    subprocess.run([sys.executable, "-c", IMPORTED], env=environment, check=True)
