"""OperationFailed
├── NoOwner         the address of the owner of the tables is not given
├── NoProgram       pg_dump or psql is not here
├── DatabaseRefused PostgreSQL said no; nothing was changed
├── BadArchive      the file is not one of ours, or not whole; nothing was changed
└── HalfRestored    the database is back, the files are not all
"""


class OperationFailed(Exception):
    """Reads as one sentence that says what to do."""


class NoOwner(OperationFailed):
    def __init__(self) -> None:
        super().__init__(
            "Name the database with the role that owns its tables in MIGRATE_DATABASE_URL (docs/deploy.md)."
        )


class NoProgram(OperationFailed):
    pass


class DatabaseRefused(OperationFailed):
    pass


class BadArchive(OperationFailed):
    pass


class HalfRestored(OperationFailed):
    def __init__(self, error: Exception) -> None:
        super().__init__(
            f"The database is that of the backup now, but not every file came back: {error}. "
            "Put that right and run the same command again, with --replace."
        )
