"""Double entry in any unit: nothing is spent that was not somewhere before, and nothing is lost."""
