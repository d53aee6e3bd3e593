"""How an argument is written, once for the reader and once for the kernel.

``argument``: a proof and its steps; ``elimination``: cofactors of identities; ``narrate``: the printed
text; ``assumptions``: what a certificate assumes against what its claim says; ``conclusions``: what each
concludes.
"""

from derivations.proof.argument import Condition, Proof, System, Term

__all__ = ["Condition", "Proof", "System", "Term"]
