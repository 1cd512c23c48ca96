"""Names of files as text."""

import os

from planparse.model.file_names import name_in_words


def test_names_are_read_in_utf_8_then_in_gb18030() -> None:
    assert name_in_words("plans/规划.txt") == "plans/规划.txt"
    assert name_in_words("plans/规划.txt".encode().decode("ascii", "surrogateescape")) == (
        "plans/规划.txt"
    )
    packed = "规划".encode("gb18030").decode("utf-8", "surrogateescape")
    assert name_in_words(packed + ".txt") == "规划.txt"
    assert name_in_words(os.fsencode("规划.txt")) == "规划.txt"


def test_bytes_that_are_neither_are_written_out() -> None:
    assert name_in_words("plan-\udce4.txt") == r"plan-\udce4.txt"
    assert name_in_words("\ud83d.txt") == r"\ud83d.txt"
