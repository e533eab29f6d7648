"""What discovery shows."""
