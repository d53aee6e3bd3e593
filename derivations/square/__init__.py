"""Whitened square loss: one claim a file, in the order of ``derivations.contents``."""
