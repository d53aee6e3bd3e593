"""Iterates derived maps in ball arithmetic: states, onset, rising edges, loss rises."""

from verifier.dynamics.instance import Instance, LogisticInstance, Start
from verifier.dynamics.run import Run, Undecided
from verifier.dynamics.trajectory import Trajectory, certify

__all__ = ["Instance", "LogisticInstance", "Run", "Start", "Trajectory", "Undecided", "certify"]
