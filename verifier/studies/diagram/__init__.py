"""Certified phase diagrams: many boxes of square-loss runs at once, each with a proved verdict."""
