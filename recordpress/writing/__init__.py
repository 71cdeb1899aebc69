"""Writing: from typed tables to a published package.

`package` writes a package into a folder step by step, `publishing` puts it in the place of the last one,
`building` does both with a look at the result between them.
"""
