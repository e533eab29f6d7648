"""Social assistance: relief, shelter, charity, lottery."""
