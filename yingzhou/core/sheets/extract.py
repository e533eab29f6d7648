"""A process of its own: a spreadsheet on standard input, its tables as JSON on standard output.

A hostile or broken file can make the reader ask for hundreds of gigabytes and abort. Here that ends
this process, which has a limit of memory and time, and not the server. Imports nothing of ours.

Output: ``{"tables": [{"heading": [cell, ...], "body": [[row number, cell, ...], ...]}]}`` without
empty rows, or ``{"fault": "password" | "broken"}``. A cell is a string, a number, true/false, or
``{"day": "2024-07-01"}``. Argument: how many rows of a table to give at most.
"""

import json
import resource
import sys
from datetime import date, datetime
from io import BytesIO
from itertools import islice

MEMORY = 1536 * 1024 * 1024
SECONDS = 15
TABLES = 10


def _plain(cell):
    if isinstance(cell, datetime):
        return {"day": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if isinstance(cell, str | bool | int | float) else str(cell)


def _tables(content, rows):
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    tables = []
    for place in range(min(len(book.sheet_names), TABLES)):
        lines = iter(book.get_sheet_by_index(place).to_python(skip_empty_area=False))
        heading = list(islice(lines, 1))
        filled = (line for line in enumerate(lines, start=2) if any(c != "" for c in line[1]))
        body = [[number, *map(_plain, line)] for number, line in islice(filled, rows)]
        tables.append({"heading": [_plain(c) for c in heading[0]] if heading else [], "body": body})
    return tables


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        result = {"tables": _tables(sys.stdin.buffer.read(), int(sys.argv[1]))}
    except Exception as error:  # whatever it is, the file cannot be read
        kind = "password" if type(error).__name__ == "PasswordError" else "broken"
        result = {"fault": kind}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
