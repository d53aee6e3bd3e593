"""The mathematics: one claim a file, each derived once in SymPy and meant to be read.

``derivations.contents`` lists the claims in paper order; the claim id is the module path, so
``square.rising-criterion`` is ``derivations/square/rising_criterion.py``.
"""
