"""How an argument is written, once for the reader and once for the kernel.

``argument``: a proof and its steps, written down by ``record``; ``system``: transition systems;
``elaborate``: the kernel's rules in place of those that are told; ``division``, ``elimination``: cofactors;
``unproved``, ``refusal``: what is said of a step that fails; ``narrate``: the printed text; ``statement``:
what a claim says, and its alterations; ``conclusions``: what each certificate concludes.
"""

from derivations.proof.argument import Proof, Term
from derivations.proof.conditions import Condition
from derivations.proof.system import System
from derivations.proof.unproved import Unproved

__all__ = ["Condition", "Proof", "System", "Term", "Unproved"]
