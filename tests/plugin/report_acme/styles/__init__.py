"""The theme lies beside this file."""
