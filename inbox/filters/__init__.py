"""Filters: conditions joined by and/or, as they are written down, checked, asked of the database, and said in words."""
