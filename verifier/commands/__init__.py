"""The commands of ``python -m verifier``, one a module."""
