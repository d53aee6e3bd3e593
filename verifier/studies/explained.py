"""A claim in words: its derivation, and what the conditions of its certificate stand for.

What the command line shows of a derivation comes through here: a command imports none.
"""

from derivations.proof.narrate import narrate
from derivations.proof.stated import definitions

__all__ = ["definitions", "narrate"]
