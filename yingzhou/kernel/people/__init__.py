"""人口: persons, households, relations, rolls and life events, effective-dated."""
