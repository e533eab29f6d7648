"""Items of the catalogue that the programme itself opens or looks for."""

REVIEW, STOP = "relief/dibao_review", "relief/dibao_stop"
VISITED = ("dibao_review", "review")
"""Kinds of visits that look again whether what a family gets is right."""
