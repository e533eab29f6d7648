"""Households as Arrow tables: one row a household with its members as a list.

No batch splits a household and nothing is shuffled. Needs the optional extra ``spark``.
"""
