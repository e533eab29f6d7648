"""The workbench (``/desk/``): queue, case page, counter, opinions, substitutes, load, search."""
