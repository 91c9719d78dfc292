"""Bringing records in from files: read, looked through, written, and taken back as a whole."""
