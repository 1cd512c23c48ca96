"""Archives need pyarrow, and locks that Windows has not."""

from __future__ import annotations

import sys

import pytest

pytest.importorskip("pyarrow")
if sys.platform == "win32":
    pytest.skip("needs a Unix machine", allow_module_level=True)
