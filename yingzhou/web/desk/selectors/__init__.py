"""What the pages of the workbench show."""
