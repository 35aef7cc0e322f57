"""The stages in their order: what is built, when there is anything to do, by whom, and what is recorded of it."""
