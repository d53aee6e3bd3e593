"""Lemmas of the general theory."""
