"""主动发现: who is entitled and does not ask, and who may need somebody to look in."""
