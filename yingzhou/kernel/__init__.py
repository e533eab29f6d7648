"""What every programme shares: an ordered stack of small apps, the first named as the ground."""
