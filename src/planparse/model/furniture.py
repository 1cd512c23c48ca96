"""Page furniture: what is printed in a plan and is no part of its content."""

from __future__ import annotations

from enum import StrEnum


class Furniture(StrEnum):
    """Why a line is no content. Its text stays in the plan's text, in leaves of kind `furniture`."""

    HEADER = "header"
    """A running head at the top of pages."""
    FOOTER = "footer"
    """A running foot at the bottom of pages."""
    RUNNING_HEAD = "running-head"
    """A line that comes again at page breaks of a text, where nothing tells top from bottom."""
    PAGE_NUMBER = "page-number"
    CONTENTS = "contents"
    """A line of the table of contents, or its title."""
    FOOTNOTE = "footnote"
    """A note at the end of a page or document."""
    IMPRINT = "imprint"
    """Who printed the document, when, and for whom (GB/T 9704: 版记)."""
    NAVIGATION = "navigation"
    """What a web page prints around the document."""
    HEADLINE = "headline"
    """The web page's own headline, which the document's title says again."""
    MARKUP = "markup"
    """Tags and marks of a converter on lines of their own."""
    REPEATED_HEADER = "repeated-header"
    """The header of a table, printed again where the table goes on."""
    SHEET_NAME = "sheet-name"
    WATERMARK = "watermark"
    UNREADABLE = "unreadable"
    """Glyphs that the file's fonts don't tell as characters."""
