"""救助顾问: needs of a household, the plan of help, its measures (B9; docs/design/relief.md)."""
