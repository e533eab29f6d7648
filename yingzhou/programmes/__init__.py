"""One folder per chapter of the plan, one app per line of work, blind to each other."""
