"""Pages of this kernel: one's own start page, the accounts, the audit chain."""
