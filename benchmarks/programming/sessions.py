"""Writes the open sessions of a SQLite database as SQL for PostgreSQL."""

import sqlite3
import sys


def told(value):
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'" if len(value) != 16 else f"'{value.hex()}'"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as database:
    rows = database.execute("SELECT * FROM session")
    names = ", ".join(column[0] for column in rows.description)
    for row in rows:
        print(f"INSERT INTO session ({names}) VALUES ({', '.join(told(value) for value in row)});")
