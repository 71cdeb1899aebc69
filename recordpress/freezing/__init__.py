"""Freezing: the whole site as plain files for any host, with the database in the reader's own browser."""
