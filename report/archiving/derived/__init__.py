"""What catalogues, repositories and citation managers read of a version, each derived from its record."""
