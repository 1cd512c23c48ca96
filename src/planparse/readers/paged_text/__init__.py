"""Laid-out pages to one text: running heads, paragraphs and tables over page breaks, and what cannot be read.

Like `readers.pages`, this room concludes from places on the page.
"""
