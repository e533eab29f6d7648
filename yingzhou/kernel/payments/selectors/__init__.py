"""What is read about awards and money."""
