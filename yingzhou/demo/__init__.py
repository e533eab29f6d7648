"""The synthetic district: a Chongming of invented people in real villages, 2016 to today.

Fixed seed, vectorised. Nobody in it exists: see ``numbers.py`` for why no identity number can be
anyone's. ``build.py`` is the entry; each file below makes one kind of record.
"""
