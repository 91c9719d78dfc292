"""Django's PostgreSQL backend with two additions: it tells every transaction which firm is in scope,
and it lets work be done just before COMMIT."""
