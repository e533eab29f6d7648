"""The pages for taking records from spreadsheets, one set for every kind (``core.sheets``)."""
