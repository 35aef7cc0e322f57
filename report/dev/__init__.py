"""What the repository needs and an installed program does not: its set-up, and the handbook's reference pages."""
