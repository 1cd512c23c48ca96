"""What is guessed from the places of glyphs and lines on a page: lines, tables, reading order.

A PDF, an OFD and a recognised picture tell where characters and lines are drawn, not what they
are. Everything here is a conclusion from places, and can be wrong: which characters make a line,
where a table has cells, what is a running head, where a paragraph begins. The way of a page:

    page -> lines, rulings -> open tables, filled_tables -> reading_order -> layout
"""
