"""What follows from the bureau's own decisions about old people."""
