"""The system is autonomous: what is left of a run, from any time on, is a run again.

So whatever is proved of runs from bounds of their initial state holds from any later state that obeys
these bounds.  The rule ``tail`` of the kernel checks that a system asks nothing of its steps that the
run does not give.
"""

from __future__ import annotations

from dataclasses import replace

from derivations.notation import a, at_start, c
from derivations.proof import Proof, System
from derivations.square import cone_invariance


def establish_tail(proof: Proof, into: System) -> str:
    """Add: from any time of a run at which the bounds of ``into`` hold, it is a run of ``into``.

    ``into`` extends ``RUN`` and is declared; from that time on the steps must obey its guards, if it has
    any.  Returns the name of the fact.
    """
    aligned = (c > 0, a > 0)
    whole = replace(into, name=f"whole run ({into.name})", tracked=(), initial=aligned, guards=())
    run = proof.system(whole)
    cone_invariance.establish(proof, run)
    now = {at_start(x): x for x in into.tracked}
    bounds = [condition.subs(now) for condition in into.initial]
    return proof.rule(
        "tail", f"{into.name}, from any time on", run,
        into=into.name, start=[bound for bound in bounds if bound not in aligned], throughout=[],
        during=into.guards, initial=[None] * len(bounds),
        because="From any time at which these bounds hold, the rest of the run is such a run.",
    )  # fmt: skip
