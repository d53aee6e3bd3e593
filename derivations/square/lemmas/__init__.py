"""Lemmas that several claims about the square loss share."""
