"""The handbook's generated pages: made from its examples and from the tables that the program works with."""
