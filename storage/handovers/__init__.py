"""Accounts that change hands: proposed, looked at, confirmed, approved, done in one transaction, and undone."""
