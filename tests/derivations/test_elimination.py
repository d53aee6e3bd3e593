"""Identities proved by eliminating one variable after the other."""

from __future__ import annotations

import pytest
from sympy import Gt

from derivations.notation import p as x
from derivations.notation import q as y
from derivations.notation import r as z
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from verifier.kernel import replay


def test_denominators_become_multipliers() -> None:
    """x = z follows from xy = yz when y > 0, and the kernel accepts the cofactors found."""
    proof = Proof("toy")
    proof.conclude(identity_by_elimination(proof, "cancel", x, z, {x: x * y - y * z}, [y > 0]))

    assert proof.steps[0]["multiplier"] == [0]
    assert [*replay(proof.certificate()).concludes] == ["cancel"]


def test_a_root_is_found_with_a_factor() -> None:
    """x = y follows from x² = y² when x + y > 0."""
    proof, both = Proof("toy"), Gt(x + y, 0)
    name = identity_by_elimination(proof, "root", x, y, {x: x**2 - y**2}, [both], [both])
    proof.conclude(name)

    assert [*replay(proof.certificate()).concludes] == ["root"]


def test_a_false_identity_is_refused() -> None:
    """What the relations do not give is left over and named."""
    with pytest.raises(ValueError, match="does not come out"):
        identity_by_elimination(Proof("toy"), "false", x, z + 1, {x: x - z})


def test_a_denominator_without_sign_is_refused() -> None:
    """A cofactor may only be divided by quantities whose sign is given."""
    with pytest.raises(ValueError, match="the sign of q is not given"):
        identity_by_elimination(Proof("toy"), "cancel", x, z, {x: x * y - y * z}, [z > 0])
