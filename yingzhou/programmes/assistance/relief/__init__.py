"""Social relief (社会救助): the rules are data in items/, one folder per kind of help."""
