"""What the board reads: facts, records and published figures made ready for its pages."""
