"""Items of the catalogue that the programme itself opens or looks for."""

REVIEW, STOP = "relief/dibao_review", "relief/dibao_stop"
