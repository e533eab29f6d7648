"""Letters and messages: what the bureau says to people, and proof that it said so."""
