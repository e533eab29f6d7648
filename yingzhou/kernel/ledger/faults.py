"""What the books refuse, in words for whoever tried."""


class LedgerFault(Exception):
    """Nothing was entered."""
