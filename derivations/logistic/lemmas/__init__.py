"""Lemmas that several claims about the logistic loss share."""
