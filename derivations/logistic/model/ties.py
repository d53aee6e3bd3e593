"""Which symbols of the logistic loss are values of σ and ℓ at which others.

A statement may speak of them without saying so again (``derivations.proof.stated``).
"""

from __future__ import annotations

from collections.abc import Mapping

TIES: Mapping[str, frozenset[tuple[str, str]]] = {
    "sigma": frozenset((
        ("z", "g"), ("z_c", "g_c"), ("z_1", "g_1"),
        ("z_bound", "g_bound"), ("z_alpha", "g_alpha"), ("z_later", "g_later"), ("x", "v"),
        ("x0", "v0"), ("y_third", "v_y"), ("x_clocked", "v_x"), ("A", "v_A"), ("b", "v_b"),
        ("z_far", "g_far"), ("z_near", "g_near"), ("z_far_next", "g_far_next"),
        ("z_near_next", "g_near_next"), ("y_far", "u_far"), ("y_near", "u_near"), ("z_A", "g_A"),
        ("z_B", "g_B"), ("z_least", "g_least"), ("z_most", "g_most"), ("z_mean", "g_mean_at"),
        ("z_unit", "g_unit"),
    )),
    "softplus": frozenset((
        ("z", "mirror"), ("z_c", "mirror_c"), ("x", "L"), ("x0", "L0"), ("x_clocked", "L_x"),
        ("z_far", "L_far"), ("z_near", "L_near"), ("z_far_next", "L_far_next"),
        ("z_near_next", "L_near_next"), ("y_far", "W_far"), ("y_near", "W_near"),
    )),
}  # fmt: skip
"""Which variables are tied, by σ and by ℓ: an argument and its value."""
