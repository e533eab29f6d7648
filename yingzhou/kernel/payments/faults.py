"""What cannot be done with money, in words for whoever tried."""


class PaymentFault(Exception):
    """Nothing was changed."""
