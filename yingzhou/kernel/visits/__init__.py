"""Contacts at somebody's door: who is visited when and by whom, and what was found."""
