"""A small package that adds a row to each table of `report`; its parts are what the handbook shows."""
