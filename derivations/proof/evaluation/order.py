"""Which symbol is chosen next, where nothing gives one: those first that the others follow from.

Any order is right, as whatever a choice leads to is judged.  This one leads somewhere.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

_FIRST = (
    *("h", "eps", "R_ray", "g_ray", "m_ray"),
    *("ell", "rho", "w_u", "w_q", "w_o", "alpha"),
    *("root_real", "root_imaginary"),
)
"""Units, rates, and the weights themselves."""
_EARLY = (*_FIRST, "c", "N", "eta", "norm")
_LATE = (
    *("mu_out", "gamma_half", "V", "V_out", "lam", "a", "omega"),
    *("loss_z", "loss_moved", "gap", "gamma_chord", "r", "p", "q", "after", "t_j"),
    *("g_mean", "g_m", "g_g", "D", "chi", "rest", "kappa", "k"),
    *("G_w", "G_b", "G_G", "G_u", "G_q", "G_o", "G_alpha", "d_slope", "t_t"),
)
"""Means, gradients, and what the theories define by the others without a statement's saying so."""


def rank(name: str, defined: Counter[str | None], defining: frozenset[str]) -> tuple[Any, ...]:
    """The least of all names is chosen next.

    What belongs to one sample comes first, then what a run is given by; then whatever definitions rest on,
    and last what others define, and what is of a next state.
    """
    stem = name.partition("__")[0].removesuffix("_next").removesuffix("0").rstrip("12")
    of_one_run = stem not in _FIRST and f"{stem}1" in name  # of one of two runs, whose weights come first
    late = _LATE.index(stem) if stem in _LATE else -1
    early = _EARLY.index(stem) if stem in _EARLY else len(_EARLY)
    ahead, own = name.endswith("_next") or "_next__" in name, "__" in name
    first = defined[name] > 0, ahead or of_one_run or late >= 0, not own, ahead
    return *first, late, early, name not in defining, name
