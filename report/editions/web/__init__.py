"""The web edition: the master as one file that needs nothing else."""
