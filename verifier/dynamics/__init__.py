"""Iterates derived maps in ball arithmetic: states, onset, rising edges, loss rises."""

from verifier.dynamics.run import Run, Undecided
from verifier.dynamics.trajectory import Trajectory, certify
from verifier.loss import Bounds, Loss, Start

__all__ = ["Bounds", "Loss", "Run", "Start", "Trajectory", "Undecided", "certify"]
