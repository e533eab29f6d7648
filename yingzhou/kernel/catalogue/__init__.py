"""The catalogue: service items and the law they rest on, loaded from files."""
