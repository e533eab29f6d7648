"""Writing: one module for each thing that happens."""
