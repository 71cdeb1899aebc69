"""What editors complete by: the schemas with the ids of all records, and the settings that lead to them."""
