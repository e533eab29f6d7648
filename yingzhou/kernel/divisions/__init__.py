"""行政区划: towns, villages and neighbourhoods, effective-dated (plan D15). The ground of the stack."""
