"""How residents come in: their login, for whom they act, and what a counter gives out for it."""
