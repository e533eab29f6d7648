"""What is read about counters."""
