"""What a claim says, as data: its canonical form, and whether a replayed certificate concludes it.

Nothing here imports SymPy: a stored statement can be held against its certificate without a derivation.
``derivations.proof.statement`` builds it.
"""
