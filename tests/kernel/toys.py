"""A true toy certificate for every rule: each of its steps is accepted in both rings."""

from __future__ import annotations

from tests.kernel.build import Json, certificate, implies, step, system, term, tie

SQUARE = step("algebra", "square", target="x**2 - 2*x*y + y**2", terms=[term(square="x - y")])
SUM = step("algebra", "sum", target="x + y", sign=">", given=[["x", ">"], ["y", ">="]],
           terms=[term(0), term(1)])  # fmt: skip
DIVIDED = step("algebra", "divided", target="x - y", sign="=", given=[["z", "!="], ["z*x - z*y", "="]],
               cofactors=[[1, "1"]], multiplier=[0])  # fmt: skip
ALGEBRA = certificate("x y z", SQUARE, SUM, DIVIDED)

AT_ONE = step("deduce", "at one", then=[["x**2 - 2*x + 1", ">="]], lemmas=[["square", {"y": "1"}]])
UNLESS = step("deduce", "unless", given=[["x", ">"]], suppose=[["y", ">"]], then=[["x + y", ">"]],
              lemmas=["sum"])  # fmt: skip
DEDUCE = certificate("x y z", SQUARE, SUM, AT_ONE, UNLESS)

CASES = certificate(
    "x y",
    step("algebra", "up", target="x*x", given=[["x", ">="]], terms=[term(0, 0)]),
    step("algebra", "down", target="x*x", given=[["-x", ">"]], terms=[term(0, 0)]),
    step("cases", "either", split=["x", ">="], then=[["x**2", ">="]], **{"if": "up", "else": "down"}),
)

DATA = {"samples": ["a"], "each": [["a", ">"]], "means": [["M", "a"], ["S", "a**2"]]}
AVERAGE = certificate(
    "a c M S",
    step("algebra", "of one", target="a**2 - 2*a*c + c**2", terms=[term(square="a - c")]),
    step("average", "of all", given=[DATA], sample="of one", factors=["-2*c", "1"], constant="c**2"),
    step("algebra", "positive", target="2*a", sign=">", given=[["a", ">"]], terms=[term(0, weight="2")]),
    step("average", "mean", given=[DATA], sample="positive", factors=["2", "0"], constant="0"),
)

SIGMA, START = tie("sigma", "s", "z"), tie("sigma", "s0", "z0")
FLOW = certificate(
    "z s l z0 s0 l0 y",
    step("axiom", "between", schema="sigma is between 0 and 1", given=[SIGMA]),
    step("algebra", "rises", target="s - s**2", given=[SIGMA], lemmas=["between"], terms=[term(1, 2)]),
    step("flow", "increases", target="s - s0", moving=["z", "s"], **{"from": ["z0", "s0"]}, rate="rises"),
    step("flow", "back", target="s0 - s", moving=["z", "s"], **{"from": ["z0", "s0"]}, rate="rises",
         direction="backward"),
    step("algebra", "slower", target="s", given=[SIGMA], lemmas=["between"], terms=[term(1)]),
    step("flow", "convex", target="l - l0 + z - z0", moving=["z", "s", "l"], **{"from": ["z0", "s0", "l0"]},
         rate="slower"),
)  # fmt: skip
WALK = system("walk", "x", "m", step=[["x_next - x - 1", "="]], start=[["x", "="], ["m", ">="]])
STAYS = step("algebra", "stays", target="x_next", given=[["x", ">="], ["x_next - x - 1", "="]],
             terms=[term(0), term()], cofactors=[[1, "1"]])  # fmt: skip
POSITIVE = step("invariant", "positive", system="walk", invariants=[["x", ">="]], start=[None],
                steps=["stays"])  # fmt: skip
LARGER = step("algebra", "larger", target="x + y**2 + 1", sign=">", given=[["x", ">="]],
              terms=[term(0), term(square="y"), term()])  # fmt: skip
TIME = certificate(
    "x x_next y m",
    STAYS, POSITIVE, LARGER,
    step("consequence", "always", system="walk", then=[["x + y**2 + 1", ">"]], lemmas=["larger"]),
    step("consequence", "later", system="walk", at="step", before=[["x_next - x", ">"]], given=[["y", ">"]],
         then=[["x_next", ">="], ["y", ">="]]),
    step("consequence", "used", system="walk", at="step", before=[["x_next - x", ">"]], given=[["y", ">"]],
         suppose=[["m", ">"]], uses=["later"], then=[["y", "!="]]),
    systems=(WALK,),
)  # fmt: skip

RISE = system("rise", "u", "b", step=[["u_next - u", ">="]], start=[["u - b", ">="]],
              ghosts={"n": {"start": "0", "next": "n + 1"}})  # fmt: skip
PARTS = certificate(
    "x x_next y m u u_next b n n_next",
    STAYS, POSITIVE,
    step("algebra", "kept", target="u_next - b", given=[["u - b", ">="], ["u_next - u", ">="]],
         terms=[term(0), term(1)]),
    step("invariant", "above", system="rise", invariants=[["u - b", ">="]], start=[None], steps=["kept"]),
    step("algebra", "up", target="x_next - x", given=[["x_next - x - 1", "="]], terms=[term()],
         cofactors=[[0, "1"]]),
    step("algebra", "first", target="x + m", given=[["x", "="], ["m", ">="]], terms=[term(1)],
         cofactors=[[0, "1"]]),
    step("inclusion", "since", system="walk", into="rise", values={"u": "x"}, frozen={"b": "x"},
         lemmas={"state": [], "step": ["up"], "start": []}),
    step("transfer", "within", part="since", fact="above"),
    step("inclusion", "whole", system="walk", into="rise", origin=True, values={"u": "x", "b": "-m"},
         throughout=[["x - 1", "!="]], lemmas={"state": [], "step": ["up"], "start": ["first"]}),
    step("transfer", "carried", part="whole", fact="above"),
    systems=(WALK, RISE),
)  # fmt: skip
HALVE = system("halve", "h", "c", always=[["h - 1", ">="]], step=[["2*h_next - h", "="]],
               start=[["h - c", "="]], ghosts={"p": {"start": "1", "next": "2*p"}})  # fmt: skip
HALVED = (
    step("algebra", "grows", target="p_next", sign=">", given=[["p", ">"], ["p_next - 2*p", "="]],
         terms=[term(0, weight="2")], cofactors=[[1, "1"]]),
    step("algebra", "begins", target="p", sign=">", given=[["p - 1", "="]], terms=[term()],
         cofactors=[[0, "1"]]),
    step("algebra", "product", target="h_next*p_next - c", sign="=",
         given=[["h*p - c", "="], ["2*h_next - h", "="], ["p_next - 2*p", "="]],
         cofactors=[[0, "1"], [1, "p"], [2, "h_next"]]),
    step("algebra", "first product", target="h*p - c", sign="=", given=[["h - c", "="], ["p - 1", "="]],
         cofactors=[[0, "p"], [1, "c"]]),
    step("invariant", "exactly", system="halve", invariants=[["p", ">"], ["h*p - c", "="]],
         start=["begins", "first product"], steps=["grows", "product"]),
    step("algebra", "at most", target="c - p", given=[["p", ">"], ["h*p - c", "="], ["h - 1", ">="]],
         terms=[term(0, 2)], cofactors=[[1, "-1"]]),
    step("consequence", "bound", system="halve", then=[["c - p", ">="]], lemmas=["at most"]),
    step("archimedes", "ends", system="halve", power="p", ratio="2", base="1", cap="c", bounded="bound"),
)  # fmt: skip
ENDS = certificate("h h_next c p p_next", *HALVED, systems=(HALVE,))

IF, ELSE = ["q", ">"], ["-q", ">="]
BOTH = system(
    "both", "x y q", "m", always=[["x - 1", ">="], ["y - 1", ">="]], start=[["x - m", "="]],
    step=[implies(IF, ["2*x_next - x", "="]), implies(ELSE, ["x_next - x", "="]),
          implies(ELSE, ["2*y_next - y", "="])],
    ghosts={"k": {"start": "1", "next": "2*k", "when": [IF], "otherwise": "k"}},
)  # fmt: skip


def _apply(name: str, *atoms: list[str]) -> Json:
    return step("axiom", name, schema="apply", given=[implies(*atoms), *atoms[:-1]])


_HALVES, _STAYS = ["2*x_next - x", "="], ["x_next - x", "="]
_DOUBLES, _WAITS = ["k_next - 2*k", "="], ["k_next - k", "="]
_STEPS = [implies(IF, _HALVES), implies(ELSE, _STAYS), implies(IF, _DOUBLES), implies(ELSE, _WAITS)]
_PRODUCT = ["x*k - m", "="]
EVENTS = certificate(
    "h h_next c p p_next x x_next y y_next q q_next m k k_next",
    *HALVED,
    _apply("quietly", ELSE, ["2*y_next - y", "="]),
    step("inclusion", "quiet", system="both", into="halve", throughout=[ELSE], values={"h": "y"},
         frozen={"c": "y"}, lemmas={"state": [], "step": ["quietly"], "start": []}),
    _apply("halves", IF, _HALVES), _apply("doubles", IF, _DOUBLES),
    _apply("stays", ELSE, _STAYS), _apply("waits", ELSE, _WAITS),
    step("algebra", "with it", target="x_next*k_next - m", sign="=", given=[_PRODUCT, *_STEPS, IF],
         lemmas=["halves", "doubles"], cofactors=[[0, "1"], [6, "k"], [7, "x_next"]]),
    step("algebra", "without", target="x_next*k_next - m", sign="=", given=[_PRODUCT, *_STEPS, ELSE],
         lemmas=["stays", "waits"], cofactors=[[0, "1"], [6, "k_next"], [7, "x"]]),
    step("cases", "product too", split=IF, given=[_PRODUCT, *_STEPS],
         then=[["x_next*k_next - m", "="]], **{"if": "with it", "else": "without"}),
    step("algebra", "product first", target="x*k - m", sign="=", given=[["x - m", "="], ["k - 1", "="]],
         cofactors=[[0, "k"], [1, "m"]]),
    step("algebra", "k more", target="k_next", sign=">", given=[["k", ">"], *_STEPS, IF],
         lemmas=["doubles"], terms=[term(0, weight="2")], cofactors=[[6, "1"]]),
    step("algebra", "k same", target="k_next", sign=">", given=[["k", ">"], *_STEPS, ELSE],
         lemmas=["waits"], terms=[term(0)], cofactors=[[6, "1"]]),
    step("cases", "k too", split=IF, given=[["k", ">"], *_STEPS], then=[["k_next", ">"]],
         **{"if": "k more", "else": "k same"}),
    step("algebra", "k first", target="k", sign=">", given=[["k - 1", "="]], terms=[term()],
         cofactors=[[0, "1"]]),
    step("invariant", "counted", system="both", invariants=[["k", ">"], _PRODUCT],
         start=["k first", "product first"], steps=["k too", "product too"]),
    step("algebra", "k at most", target="m - k", given=[["k", ">"], _PRODUCT, ["x - 1", ">="]],
         terms=[term(0, 2)], cofactors=[[1, "-1"]]),
    step("consequence", "k bound", system="both", given=[IF], then=[["m - k", ">="]], lemmas=["k at most"]),
    step("decompose", "both end", system="both", event=IF, quiet="quiet", quiet_ends="ends", power="k",
         ratio="2", base="1", cap="m", bounded="k bound"),
    systems=(HALVE, BOTH),
)  # fmt: skip

TURNED = ["w", ">"]
TURN = system("turn", "x y w", always=[["x - 1", ">="], ["y - 1", ">="]], step=[
    implies(TURNED, _HALVES), implies(TURNED, ["w_next - w", "="]),
    implies(["-w", ">="], ["2*y_next - y", "="]),
])  # fmt: skip
"""Once w > 0, x is halved for ever; before that, y is."""
LATE = system("late", "x w", always=[["x - 1", ">="]], step=[_HALVES, ["w_next - w", "="]],
              start=[TURNED])  # fmt: skip
AFTER = certificate(
    "h h_next c p p_next x x_next y y_next w w_next",
    *HALVED,
    step("algebra", "w kept", target="w_next", sign=">", given=[TURNED, ["w_next - w", "="]],
         terms=[term(0)], cofactors=[[1, "1"]]),
    step("invariant", "w", system="late", invariants=[TURNED], start=[None], steps=["w kept"]),
    step("inclusion", "as halve", system="late", into="halve", values={"h": "x"}, frozen={"c": "x"}),
    step("transfer", "late ends", part="as halve", fact="ends"),
    _apply("now", TURNED, _HALVES), _apply("so", TURNED, ["w_next - w", "="]),
    step("inclusion", "then late", system="turn", into="late", start=[TURNED],
         lemmas={"state": [], "step": ["now", "so"], "start": []}),
    step("transfer", "then ends", part="then late", fact="late ends"),
    _apply("slows", ["-w", ">="], ["2*y_next - y", "="]),
    step("inclusion", "before", system="turn", into="halve", throughout=[["-w", ">="]], values={"h": "y"},
         frozen={"c": "y"}, lemmas={"state": [], "step": ["slows"], "start": []}),
    step("decompose", "turns", system="turn", event=TURNED, quiet="before", quiet_ends="ends",
         after="then late", after_ends="late ends"),
    systems=(HALVE, TURN, LATE),
)  # fmt: skip

TOYS = {
    "algebra": ALGEBRA,
    "deduce": DEDUCE,
    "cases": CASES,
    "average": AVERAGE,
    "flow": FLOW,
    "time": TIME,
    "parts": PARTS,
    "ends": ENDS,
    "events": EVENTS,
    "after": AFTER,
}
