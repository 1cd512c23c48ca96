"""Lines to what a plan is made of: furniture, paragraphs, headings, boxes with their captions, the cover."""
