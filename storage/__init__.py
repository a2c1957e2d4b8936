"""Remembering: tables, sessions, queries, migrations and importers."""
