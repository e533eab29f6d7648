"""Pages of the portal. Each parses, calls one service, renders."""
