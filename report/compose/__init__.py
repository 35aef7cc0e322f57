"""The third stage: a resolved manuscript becomes the HTML master."""
