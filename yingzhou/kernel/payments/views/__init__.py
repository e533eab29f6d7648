"""Pages of the month's money."""
