"""The residents' portal: find a service, apply for it, see where it stands, answer, rate."""
