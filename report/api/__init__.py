"""What the package does for other programs, and for its own command line: requests in, results out.

Each module has a frozen request, but for that of the doctor, who is asked one thing alone, a frozen result, and the
function between them, which `report` offers by name. While it works it tells a `Listener`; nothing is printed, and no process is ended.
"""
