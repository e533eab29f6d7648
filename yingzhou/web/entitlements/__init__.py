"""What may my household receive? A resident answers a few questions; nothing is stored."""
