"""What is done with awards and money."""
