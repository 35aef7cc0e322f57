"""The binder, and the one home of pikepdf: rendered parts become one finished file, PDF/A-3a and PDF/UA-1."""
