"""Lines to what a plan is made of: furniture, paragraphs, headings, boxes, the cover."""
