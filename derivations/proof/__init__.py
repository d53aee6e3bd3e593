"""How an argument is written, once for the reader and once for the kernel.

``argument``: a proof and its steps, written down by ``record``; ``system``: transition systems;
``division``, ``elimination``: cofactors; ``unproved``: what is said of a step that fails; ``narrate``: the
printed text; ``assumptions``: what a certificate assumes against what its claim says; ``conclusions``: what
each concludes.
"""

from derivations.proof.argument import Proof, Term
from derivations.proof.conditions import Condition
from derivations.proof.system import System
from derivations.proof.unproved import Unproved

__all__ = ["Condition", "Proof", "System", "Term", "Unproved"]
