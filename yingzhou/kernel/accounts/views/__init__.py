"""Pages of this kernel: the login, the accounts, the audit chain."""
