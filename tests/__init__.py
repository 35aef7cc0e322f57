"""The tests, room by room; what is wrong with a report is shown by a folder of `samples/findings/`."""
