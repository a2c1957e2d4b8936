"""Tests of playground.redirecting."""
