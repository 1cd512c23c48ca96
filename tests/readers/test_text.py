"""Plain text in every encoding that plans come in."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planparse.errors import ReadError
from planparse.readers.limits import Limits
from planparse.readers.text import decode, read_text

PLAN = "某市水利发展规划\r\n一、总体要求\n到2025年，供水保证率达到95%。\f— 2 —\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-32", "utf-32"),
    ],
)
def test_each_encoding_gives_the_same_text(codec: str, name: str) -> None:
    source = read_text(PLAN.encode(codec), "plan.txt")
    assert (source.text, source.encoding) == (PLAN, name)
    assert (
        source.bytes == len(PLAN.encode(codec)) and len(source.sha256) == 64 and source.pages == 2
    )


def test_big_endian_mark() -> None:
    assert decode(b"\xfe\xff" + PLAN.encode("utf-16-be")) == (PLAN, "utf-16-be")


def test_utf16_without_mark_digits_or_line_ends() -> None:
    text = "规划是指引发展的蓝图，也是各方共同行动的依据"
    for codec in ("utf-16-le", "utf-16-be", "gb18030", "utf-8"):
        assert decode(text.encode(codec)) == (text, codec)


@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xff\xfe", "\u3000\u3000".encode()]
)
def test_nothing_to_read(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"plan\.txt: the file (is empty|holds no text)"):
        read_text(data, "plan.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        b"\x7fELF\x02\x01\x01" + bytes(64),
        random.Random(1).randbytes(4000),
        random.Random(2).randbytes(4001),
        b"\xff\xfe\0",
        bytes(100),
        b"\x01\x02\x03\x04" * 30,
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"binary|not valid|unknown encoding"):
        read_text(data, "x")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-8-sig"])
def test_a_file_cut_inside_a_character_names_the_byte(codec: str) -> None:
    data = ("规划" * 60).encode(codec)
    with pytest.raises(ReadError, match=r"byte \d+ is not valid"):
        read_text(data[:-1], "cut.txt")


def test_too_many_bytes() -> None:
    with pytest.raises(ReadError, match="over the limit of 10 "):
        read_text(b"a" * 11, "big.txt", limits=Limits(file_bytes=10))


@given(
    st.text(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
        | st.sampled_from("，。、（）12\n "),
        min_size=8,
    )
)
def test_encoding_and_decoding_is_the_identity(text: str) -> None:
    """Chinese text that is encoded in a codec of the contract comes back unchanged."""
    if text.strip():
        for codec in ("utf-8", "utf-8-sig", "utf-16"):
            assert decode(text.encode(codec))[0] == text


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_read_error(data: bytes) -> None:
    """Whatever the bytes, the answer is a text or one ReadError."""
    try:
        text, codec = decode(data)
    except ReadError:
        return
    assert text.strip() and codec
