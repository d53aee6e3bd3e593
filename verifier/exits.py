"""The exit codes: all that the command line knows of an outcome before there is one."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every command; see the command line's contract in the README."""

    OK = 0
    """every claim reached its status"""
    REFUTED = 1
    """some claim is refuted"""
    USAGE = 2
    """bad usage or input"""
    SHORT = 3
    """something is inconclusive, or short of the status it is meant to reach"""
    INTERNAL = 4
    """a defect of this program"""
    INTERRUPTED = 130
    """interrupted; what was finished is kept"""
