"""Acts of the workbench that touch more than one service of the case kernel."""
