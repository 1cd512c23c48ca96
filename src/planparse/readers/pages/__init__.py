"""What is concluded from the places of glyphs and rules on a page: lines, tables, paragraphs."""
