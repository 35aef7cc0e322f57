"""The values that the stages pass on; they import nothing but each other.

The words of the code, each for one thing:

Report: what a reader gets, whatever its files. Source: the folder or file that it is written in, found by its slug.
Manuscript: a report as it was read, nothing in it numbered yet. Section: one file of its text.
Block, inline: an element of pandoc's tree, plain JSON. View: what looks into one, of `model.tree`.
Register: what the rest of a report must know of a section. Anchor, target: what can be referred to, before and after it
has its number.
Passage: a section, or another stretch of text, on its way to the master. To settle: to resolve all that it refers to.
Leaf: a passage as finished HTML. Master: the one XHTML document of a report. Edition: a file that is made of it; also for
whom pages are set: screen, print, large print. Format: a kind of edition. Impression: what pages are printed for.
Part: a stretch of the master that is laid out by itself. To bind: to make one PDF of parts. Paging: which page is which.
Finding: one thing that is wrong, by a rule, with a place and a way out. About: what it is of, where the place is not known.
Place, location: where something was written. Origin: where a stretch of a text came from.
Rule: what can be found. Weight, severity: how much it counts. Lint: a rule that looks at the text of a section.
Check: what examines a finished file. Validator: one that others have made. Evidence: what was checked, by what, and found.
Theme: the folder that gives a report its looks. Sheet: a style sheet, where nothing else is said. Token: a name in it.
Record: what made a build, beside its files. Store: what is kept between builds, by the digest of what it was made from.
Version: a report as it was published. Archive: the versions of reports, in an OCFL store. Redline: two versions in one.
Proof: a report examined before it is set. Press file: what a print shop gets. Copy: one that knows its recipient.
Worker: a process that does jobs and may die. Executor: what gives it them. Bounds: what a program may take.
"""
