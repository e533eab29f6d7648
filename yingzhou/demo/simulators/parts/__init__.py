"""One file for each sort of partner; each gives ``SIMULATORS``."""
