"""The machine that checks the theorems; it knows no particular theorem."""

__version__ = "0.1.0"
