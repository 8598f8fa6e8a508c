"""Readers of the packages that facts of countries come from."""
