"""The update maps: gradient descent closes in the three numbers (p, q, a).

Statement
    One step of gradient descent on the whitened square loss is, with r = √(p² + q²) and λ = a/r²,
    p' = p + λq²/r, q' = q(1 − λp/r), a' = (1 − h)a + hp/r.  The plane span{w, u} is invariant.
Hypotheses
    Whitened data (Σ = I), ρ > 0, η > 0, w ≠ 0.
Source
    [1], abstract and public descriptions state a closed form; this form is our derivation.
Argument
    Write w = √η ρ (p·u + q·v) with v ⊥ u a unit vector, b = ρu, α = ρa.  Insert the gradients of
    square.gradients into w' = w − η ∂R/∂w and α' = α − h ∂R/∂α and read off the components along u
    and v: there is none elsewhere.  The numeric engine carries e = 1 − a in place of a, because a is
    close to 1 when it matters; that form is the same map.
Not verified
    Nothing: every step is an identity of polynomials after clearing r > 0.
"""

from __future__ import annotations

from sympy import Expr

from derivations.narrate import main
from derivations.notation import N, a, c, e, h, lam, p, q, r, s, typeset
from derivations.proof import Proof
from verifier.claim import Claim, Hypothesis, Provenance, Status

P_NEXT: Expr = p + lam * q**2 / r
Q_NEXT: Expr = q * (1 - lam * p / r)
A_NEXT: Expr = (1 - h) * a + h * p / r
A_NEXT_POLAR: Expr = A_NEXT.subs(p, r * c)
EFFECTIVE_LR: Expr = a / N
E_NEXT: Expr = (1 - h) * e + h * q**2 / (r * (r + p))
"""1 − a', free of cancellation: 1 − p/r = q²/(r(r + p))."""
