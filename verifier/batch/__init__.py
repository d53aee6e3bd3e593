"""Many runs at once in float64 intervals, and what is certain about each.

Fast, and as rigorous as the balls: every operation is rounded outward (``verifier.batch.rounding``), the
map is generated from the derived formulas (``verifier.batch.generate``), and whatever float64 cannot
decide is handed on to balls or said to be undecided.
"""
