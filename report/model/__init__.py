"""The values that the stages pass on; they import nothing but each other."""
