"""Reading plans of help."""
