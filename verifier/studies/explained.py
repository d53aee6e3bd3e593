"""A claim in words: its derivation.

What the command line shows of a derivation comes through here: a command imports none.
"""

from derivations.proof.narrate import narrate

__all__ = ["narrate"]
