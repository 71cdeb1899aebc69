"""Publishing: Datasette over the finished package, with the schemas' words and the package's files to download."""
