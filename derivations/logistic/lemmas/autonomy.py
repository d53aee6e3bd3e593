"""The system is autonomous: what is left of a planar run, from any time before a rise on, is such a run.

So whatever is proved of runs from bounds of their initial state holds from any later state that obeys
these bounds.  A recursion or a clock beside the run begins anew: it is any sequence until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Eq, Expr

from derivations.logistic.lemmas.cone import establish_cone
from derivations.logistic.model.system import ACTIVE, BEFORE
from derivations.notation import alpha, at_start, c
from derivations.proof import Proof, System


def establish_tail(proof: Proof, into: System, beside: Sequence[Expr] = ()) -> str:
    """Add: from any time of a run at which the bounds of ``into`` hold, it is a run of ``into``.

    ``into`` extends ``BEFORE`` and is declared; ``beside`` are those of its relations that are asked from
    that time on only, as is what it asks of each state beyond ``BEFORE``.  Returns the name of the fact.
    """
    aligned, moving = (c > 0, alpha > 0, ACTIVE), {*into.state}
    lasting = [x for x in into.instant if x not in BEFORE.instant and x.free_symbols & moving]
    bounded = [x for x in into.conditions if x not in BEFORE.conditions and x.free_symbols & moving]
    whole = replace(
        into,
        name=f"whole {into.name}",
        tracked=(),
        initial=aligned,
        instant=tuple(x for x in into.instant if x not in lasting),
        conditions=tuple(x for x in into.conditions if x not in bounded),
        relations=tuple(relation for relation in into.relations if relation not in beside),
    )
    run = proof.system(whole)
    establish_cone(proof, run)
    now = {at_start(x): x for x in into.tracked}
    bounds = [condition.subs(now) for condition in into.initial]
    return proof.rule(
        "tail", f"{into.name}, from any time on", run,
        into=into.name, start=[bound for bound in bounds if bound not in aligned],
        throughout=[*(Eq(x, 0, evaluate=False) for x in lasting), *bounded],
        during=[Eq(relation, 0, evaluate=False) for relation in beside], initial=[None] * len(bounds),
        because="From any time at which these bounds hold, the rest of the run is such a run.",
    )  # fmt: skip
