"""``/api/``: the catalogue for everybody; cases for other offices' systems with a token.

urls > site (all routes together) > routes > services, selectors > kernels
door    before every route: whose token, how often, what goes wrong
"""
