"""What the generators of benchmarks share: rows by the names of their columns, people who are signed in."""

import hashlib
import sys

DAY = 86_400_000


class Base:
    """A table is filled by the names of its columns; a column nobody named takes the value of its type that says nothing."""

    def __init__(self, database):
        self.database, self.columns, self.rows = database, {}, {}

    def add(self, table, **values):
        if table not in self.columns:
            described = self.database.execute(f"PRAGMA table_info({table})").fetchall()
            if not described:
                sys.exit(f"no table {table}")
            nothing = {"TEXT": "", "INTEGER": 0, "BLOB": b"", "REAL": 0.0}
            self.columns[table] = [(name, nothing[kind] if required and not key else None) for _, name, kind, required, _, key in described]
        unknown = set(values) - {name for name, _ in self.columns[table]}
        if unknown:
            sys.exit(f"{table} has no {', '.join(unknown)}")
        self.rows.setdefault(table, []).append(tuple(values.get(name, missing) for name, missing in self.columns[table]))

    def put(self):
        for table, rows in self.rows.items():
            names = ", ".join(name for name, _ in self.columns[table])
            marks = ", ".join("?" * len(rows[0]))
            self.database.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        self.rows.clear()


def token(name):
    """What a signed-in person of this name carries; only its hash is in the database."""
    return hashlib.sha256(f"benchmark {name}".encode()).hexdigest()


def person(base, draw, now, name, functions):
    """An account with functions and an open session."""
    account = draw.id()
    base.add("account", id=account, email=f"{name}@mesure.example", email_key=f"{name}@mesure.example", name=name, search_key=name,
             phone_sealed=None, status="open", created_at=now, revision=1)
    for function, contract, organisation in functions:
        base.add("account_function", id=draw.id(), account=account, function=function, contract=contract, organisation=organisation, since=now - DAY)
    base.add("session", id=draw.id(), token_hash=hashlib.sha256(token(name).encode()).digest(), account=account, created_at=now,
             last_seen_at=now, idle_ms=30 * DAY, expires_at=now + 30 * DAY, second_factor_at=now)
    return account
