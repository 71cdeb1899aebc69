"""Spreadsheets become records: one row, one record; what a table can't hold stays as it is.

The way of an import: `table` reads the file and knows the place of each cell; `columns` says which field each column
holds; `values` and `names` make values of cells; `rows` compares them with the records that there are; `files` makes
the files that follow; `whole` does all of it, and has the result checked as the dataset that it would be.
"""
