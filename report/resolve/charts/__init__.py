"""Charts: a figure that holds a specification becomes one that shows a drawing."""
