"""Reading: from files to records, with a place for everything that is wrong with them."""
