"""What somebody hands in: a household to compute, a reform to try."""
