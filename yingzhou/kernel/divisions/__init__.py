"""行政区划: towns, villages, neighbourhoods, effective-dated (plan D15). The stack's ground."""
