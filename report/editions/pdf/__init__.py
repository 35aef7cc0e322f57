"""The PDF edition: the master is laid out in parts, and the parts are bound and finished."""
