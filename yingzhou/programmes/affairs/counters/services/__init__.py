"""What changes tickets and windows."""
