"""The codebook on the site: what each property, term, table and column means."""
