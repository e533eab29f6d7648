"""The policy engine: rules in the law's own words, read into trees, computed exactly.

Free of Django and of the database. One household is explained by :mod:`~yingzhou.policy.explain`
without any compiler; a whole district is computed by :mod:`~yingzhou.policy.run`. Both read the
same trees from the same :class:`~yingzhou.policy.book.Book`.
"""
