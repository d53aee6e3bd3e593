"""What any planar, scale-invariant model shares: how the direction of w turns, and when it rises.

Nothing here knows a loss.  A module named as a claim holds the part of that claim that every loss shares.
"""
