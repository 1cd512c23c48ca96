"""PDFium's functions that are called for every character or object of a page.

They go without checks of types: pypdfium2 declares the types of all arguments, which ctypes
then checks at each call, and that takes half of the call's time. Declared here again with plain
pointers and numbers, they can also be mapped over many characters in one go. Each is over at
once, so that it need not let other threads in between (`PYFUNCTYPE` keeps the interpreter's
lock).
"""

from __future__ import annotations

from ctypes import PYFUNCTYPE, c_double, c_int, c_uint, c_ulong, c_void_p, cast
from typing import Any

import pypdfium2.raw as c


def _unchecked(function: Any, result: Any, *takes: Any) -> Any:
    """`function` of a handle and of arguments of the types `takes`."""
    address = cast(function, c_void_p).value or 0
    return PYFUNCTYPE(result, c_void_p, *takes)(address)


def address_of(handle: Any) -> int:
    """The address that a pypdfium2 handle points to, 0 for none: what the functions below take."""
    return cast(handle, c_void_p).value or 0


# Of a page's text and the number of a character.
unicode_of = _unchecked(c.FPDFText_GetUnicode, c_uint, c_int)
text_object_of = _unchecked(c.FPDFText_GetTextObject, c_void_p, c_int)
is_unmapped = _unchecked(c.FPDFText_HasUnicodeMapError, c_int, c_int)
is_generated = _unchecked(c.FPDFText_IsGenerated, c_int, c_int)
font_size_of = _unchecked(c.FPDFText_GetFontSize, c_double, c_int)

# The same, and the address that four or six numbers are written to.
loose_box_of = _unchecked(c.FPDFText_GetLooseCharBox, c_int, c_int, c_void_p)
matrix_of = _unchecked(c.FPDFText_GetMatrix, c_int, c_int, c_void_p)

# Of a page or form and the number of an object; of an object.
object_of_page = _unchecked(c.FPDFPage_GetObject, c_void_p, c_int)
object_of_form = _unchecked(c.FPDFFormObj_GetObject, c_void_p, c_ulong)
kind_of_object = _unchecked(c.FPDFPageObj_GetType, c_int)
