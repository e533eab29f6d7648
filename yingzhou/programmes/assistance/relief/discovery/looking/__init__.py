"""Looking through the registers: who is entitled, who gets it already, what needs a look."""
