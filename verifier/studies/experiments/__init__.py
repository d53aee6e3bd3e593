"""Runs on real data, from the raw matrix: numerical evidence beside the proofs."""
