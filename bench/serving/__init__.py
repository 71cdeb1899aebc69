"""How fast pages, tables and files are served, against Datasette with its defaults over the same rows."""
