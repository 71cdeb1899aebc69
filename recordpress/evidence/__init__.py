"""Who says so: from the evidence of a record to its fields, claims and facts, and what is wrong with it."""
