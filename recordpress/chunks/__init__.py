"""Records in chunks: what is read, kept and written together, so that no stage holds all records in memory.

`cutting` says which files make a chunk, `making` what they say, `storing` keeps their rows in one file a chunk,
`summary` is what the other stages know of a chunk without opening that file, `keeping` remembers summaries from one
command to the next, `spreading` has chunks made by several processes or machines, `collecting` does all that in order.
"""
