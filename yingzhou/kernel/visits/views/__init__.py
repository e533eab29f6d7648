"""Pages of visits, and what the phone asks."""
