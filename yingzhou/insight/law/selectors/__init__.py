"""Reads the book of rules for the pages: nothing here writes, nothing here asks the database."""
