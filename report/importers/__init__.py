"""Documents of other programs are taken in: each becomes sections of a report that can be edited and built."""
