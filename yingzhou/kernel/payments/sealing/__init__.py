"""Sealed years: files, how a year gets there, and one reader for sealed and open ones."""
