"""Tables as a workbook for people: a sheet for each, doubts coloured, each row linked to its printed passage."""
