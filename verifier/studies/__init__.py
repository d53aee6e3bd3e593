"""What is computed about the theorems: the one package of the machine that knows them.

Onset and spike by leaps, bounds along runs and how tight they are, both arithmetics beside each other,
phase diagrams, experiments on raw data, and the data of the figures.
"""
