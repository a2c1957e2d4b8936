"""Measured claims, each one command."""
