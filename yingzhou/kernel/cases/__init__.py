"""One counter: every service is a case with stages, statutory clocks and a history."""
