"""What discovery writes."""
