"""From records to the rows of tables, and back."""
