"""True facts about something else than they seem to say: a statement is never taken from a name.

Correctness criterion: the kernel accepts each certificate, since what it concludes is true of the sequence,
parameter or system that it declares, which has the name of what a statement means otherwise, as N_0 or t.
The statement would be false, and the comparison refuses it.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.build import along, certificate, implies, step, system, term, tie
from verifier.kernel import replay
from verifier.statement.compared import objections
from verifier.statement.facts import Facts
from verifier.statement.polynomials import Said
from verifier.statement.vocabulary import ANEW, BUDGET, LATER, RUN, of_event

NAUGHT = {"start": "0", "next": "0"}
IS_NAUGHT = step("invariant", "naught", system="run", invariants=[["N0", "="]])

EVENT = [["N", ">"]]
GAIN = {"start": "1", "next": "2*G", "when": EVENT, "otherwise": "G"}
BUDGETED = certificate(
    "N N_next G G_next N0 N0_next",
    IS_NAUGHT,
    step("algebra", "small", target="1 - G*N0", sign=">", given=[["N0", "="]], terms=[term()],
         cofactors=[[0, "-G"]]),
    along("forged", "run", given=EVENT, then=[["1 - G*N0", ">"]], lemmas=["small"]),
    systems=(system("run", "N", ghosts={"G": GAIN, "N0": NAUGHT}),),
    concludes=["forged"],
)  # fmt: skip
"""N_0·Π 2 < 1, where N0 is always 0."""

TWICE = [["N0 - 2*E", "="], ["E", ">"]]
LOGS = [tie("ln", "R", "N0"), tie("ln", "L", "1"), tie("ln", "r", "2")]
OF_POWER = tie("ln", "t*r", "E")
POWER = implies(LOGS[2], OF_POWER)
BEGUN, GOES = [["t", "="], ["E - 1", "="]], [["t_next - t - 1", "="], ["E_next - 2*E", "="]]
BOUNDED = certificate(
    "N N_next t t_next E E_next N0 N0_next R L r",
    step("algebra", "s1", target="N0 - 2*E", sign="=", given=[["N0 - 2", "="], ["E - 1", "="]],
         cofactors=[[0, "1"], [1, "-2"]]),
    step("algebra", "g1", target="N0_next - 2*E_next", sign="=",
         given=[["N0_next - 2*N0", "="], ["E_next - 2*E", "="], ["N0 - 2*E", "="]],
         cofactors=[[0, "1"], [1, "-2"], [2, "2"]]),
    step("algebra", "s2", target="E", sign=">", given=[["E - 1", "="]], terms=[term()],
         cofactors=[[0, "1"]]),
    step("algebra", "g2", target="E_next", sign=">", given=[["E", ">"], ["E_next - 2*E", "="]],
         terms=[term(0, weight="2")], cofactors=[[1, "1"]]),
    step("axiom", "numbers", schema="at a number", given=[]),
    step("algebra", "no time", target="-t*r", sign="=", given=[["t", "="]], cofactors=[[0, "-r"]]),
    step("axiom", "first", schema="rewritten",
         given=[tie("ln", "0", "1"), ["1 - E", "="], ["-t*r", "="]]),
    step("deduce", "s3", given=BEGUN, suppose=[LOGS[2]], then=[OF_POWER],
         lemmas=["numbers", "no time", "first"]),
    step("axiom", "so far", schema="apply", given=[POWER, LOGS[2]]),
    step("axiom", "doubled", schema="ln of a product", given=[LOGS[2], OF_POWER]),
    step("algebra", "once more", target="r + t*r - t_next*r", sign="=", given=[GOES[0]],
         cofactors=[[0, "-r"]]),
    step("axiom", "follows", schema="rewritten",
         given=[tie("ln", "r + t*r", "2*E"), ["2*E - E_next", "="], ["r + t*r - t_next*r", "="]]),
    step("deduce", "g3", given=[POWER, *GOES], suppose=[LOGS[2]], then=[tie("ln", "t_next*r", "E_next")],
         lemmas=["so far", "doubled", "once more", "follows"]),
    step("invariant", "powers", system="run", invariants=[*TWICE, POWER], at_start=["s1", "s2", "s3"],
         at_step=["g1", "g2", "g3"]),
    step("algebra", "above", target="N0 - E", sign=">", given=TWICE, terms=[term(1)], cofactors=[[0, "1"]]),
    step("algebra", "positive", target="N0", sign=">", given=TWICE, terms=[term(1, weight="2")],
         cofactors=[[0, "1"]]),
    step("axiom", "increases", schema="ln increases",
         given=[OF_POWER, LOGS[0], ["N0 - E", ">"]]),
    step("axiom", "ln 1", schema="one value", given=[LOGS[1], tie("ln", "0", "1"), ["0", "="]]),
    step("algebra", "less", target="R - L - t*r", sign=">", given=[["R - t*r", ">"], ["L", "="]],
         terms=[term(0)], cofactors=[[1, "-1"]]),
    along("forged", "run", given=LOGS,
         then=[["R - L - t*r", ">"], ["N0", ">"], ["1", ">"]],
         lemmas=["so far", "above", "positive", "increases", "numbers", "ln 1", "less"]),
    systems=(system("run", "N", ghosts={
        "t": {"start": "0", "next": "t + 1"}, "E": {"start": "1", "next": "2*E"},
        "N0": {"start": "2", "next": "2*N0"},
    }),),
    concludes=["forged"],
)  # fmt: skip
"""t < ln(N_0)/ln 2, where N0 is 2^(t+1)."""

NOW = [["k - t", "="]]
STOPPED = certificate(
    "N N_next k k_next t N0",
    step("algebra", "never", target="N0 - N_next", sign=">=",
         given=[["k - t", "="], ["k_next - t", "="], ["k_next - k - 1", "="]],
         cofactors=[[0, "N_next - N0"], [1, "N0 - N_next"], [2, "N_next - N0"]]),
    step("invariant", "below", system="other", invariants=[["N0 - N", ">="]],
         at_step=["never"]),
    step("inclusion", "part", system="run", into="other", throughout=NOW, origin=True),
    step("transfer", "forged", part="part", fact="below"),
    systems=(
        system("run", "N", "t N0", start=[["N - N0", "="]], ghosts={"k": {"start": "0", "next": "k + 1"}}),
        system("other", "N k", "t N0", start=[["N - N0", "="]], always=NOW, step=[["k_next - k - 1", "="]]),
    ),
    concludes=["forged"],
)  # fmt: skip
"""N <= N_0, as long as the time is always the parameter t, which it is at most once."""

SEEN = [["N0 - N", ">"]]
AHEAD, STAYS = [["N - N0", ">="]], ["m_next - m", "="]
COUNTED = certificate(
    "N N_next m m_next N0 N0_next",
    IS_NAUGHT,
    step("algebra", "ahead", target="N - N0", given=[["N", ">="], ["N0", "="]], terms=[term(0)],
         cofactors=[[1, "-1"]]),
    step("axiom", "stays", schema="apply", given=[implies(*AHEAD, STAYS), *AHEAD]),
    step("algebra", "none", target="m_next", sign="=", given=[STAYS, ["m", "="]],
         cofactors=[[0, "1"], [1, "1"]]),
    step("deduce", "still", given=[["N", ">="], ["N0", "="], ["m", "="], implies(*AHEAD, STAYS)],
         then=[["m_next", "="]], lemmas=["ahead", "stays", "none"]),
    step("invariant", "forged", system="run", invariants=[["m", "="]], at_step=["still"]),
    systems=(system("run", "N", always=[["N", ">="]], ghosts={
        "m": {"start": "0", "next": "m + 1", "when": SEEN, "otherwise": "m"}, "N0": NAUGHT,
    }),),
    concludes=["forged"],
)  # fmt: skip
"""N < N_0 at no step, where N0 is always 0."""

HALF = [["1 - 2*a0", ">="]]
AGAIN = certificate(
    "a a_next a0",
    step("invariant", "kept", system="run", invariants=HALF),
    step("inclusion", "part", system="run", into="rest", origin=False),
    step("algebra", "less", target="1 - a0", given=HALF, terms=[term(0, weight="1/2"), term(weight="1/2")]),
    along("there", "rest", then=[["1 - a0", ">="]], lemmas=["less"]),
    step("transfer", "forged", part="part", fact="there"),
    systems=(
        system("run", "a", "a0", start=[["a - a0", "="], *HALF]),
        system("rest", "a", "a0", always=HALF),
    ),
    concludes=["forged"],
)
"""a_0 <= 1 of any time that is counted as 0, where a0 is what a was at the start of the whole run."""

READ = certificate(
    "N N_next N0 N0_next",
    IS_NAUGHT,
    step("inclusion", "part", system="run", into="other", origin=False),
    step("algebra", "more", target="N0 + 1", sign=">", given=[["N0", "="]], terms=[term()],
         cofactors=[[0, "1"]]),
    along("there", "other", then=[["N0 + 1", ">"]], lemmas=["more"]),
    step("transfer", "forged", part="part", fact="there"),
    systems=(
        system("run", "N", ghosts={"N0": NAUGHT}),
        system("other", "N0", always=[["N0", "="]]),
    ),
    concludes=["forged"],
)  # fmt: skip
"""N_0 > -1 from any time on, where N0 is always 0."""

STEPS = of_event("count", [Said("-N+N0", ">")])
BOUND = {"variable": "time", "sign": "<", "numerator": "N0", "denominator": "1", "base": "2"}
FORGED: dict[str, tuple[Any, dict[str, Any], list[list[str]]]] = {
    "a budget": (BUDGETED, {"holds": BUDGET, "given": EVENT, "budgets": [["N", "2", "1"]]}, []),
    "a bound": (BOUNDED, {"holds": RUN, "bounds": [BOUND]}, []),
    "a time that stands still": (STOPPED, {"holds": RUN, "then": [["-N+N0", ">="]]}, []),
    "what is counted": (COUNTED, {"holds": RUN, "then": [[STEPS, "="]]}, [["N", ">="]]),
    "the start of the whole run": (AGAIN, {"holds": ANEW, "then": [["-a0+1", ">="]]}, [["-2*a0+1", ">="]]),
    "a value": (READ, {"holds": LATER, "then": [["N0+1", ">"]]}, []),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_name_is_not_what_it_stands_for(name: str) -> None:
    forged, says, hypotheses = FORGED[name]
    accepted = replay(forged)
    lists: dict[str, Any] = {key: [] for key in ("given", "throughout", "where", "gives", "ties", "then",
                                                 "bounds", "budgets")}  # fmt: skip
    whole = {"meaning": [], "moving": [], "ties": [], "hypotheses": hypotheses}
    found = [*objections({**whole, "parts": [{**lists, **says}]}, Facts(accepted))]
    assert any("is not what the certificate concludes" in one for one in found)
