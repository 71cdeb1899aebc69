"""New records: a file from the schema, with what is known filled in and the rest to be filled in.

`wishes` reads what the command line says of values, `known` finds the records that there are, `ids` suggests an id,
`template` writes the file's text, and `whole` puts them together.
"""
