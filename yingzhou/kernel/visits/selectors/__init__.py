"""Reading visits: whose they are, what a phone needs, how many were made."""
