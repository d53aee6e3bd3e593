"""A true toy certificate for every rule: each of its steps is accepted in both rings."""

from __future__ import annotations

from typing import Any

from tests.kernel.build import Json, along, certificate, implies, power, step, system, term, tie

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
    step("cases", "either", split=["x", ">="], then=[["x**2", ">="]], holds="up", fails="down"),
)

DATA = {"samples": ["a"], "each": [["a", ">"]], "means": [["M", "a"], ["S", "a**2"]]}
AVERAGE = certificate(
    "a c M S",
    step("algebra", "of one", target="a**2 - 2*a*c + c**2", terms=[term(square="a - c")]),
    step("average", "of all", given=[DATA], sample="of one"),
    step("algebra", "positive", target="2*a", sign=">", given=[["a", ">"]], terms=[term(0, weight="2")]),
    step("average", "mean", given=[DATA], sample="positive"),
)

SIGMA = tie("sigma", "s", "z")
POINTS: Json = {"moving": ["z", "s"], "begin": ["z0", "s0"], "end": ["z1", "s1"]}
FLOW = certificate(
    "z s l z0 s0 l0 z1 s1 l1 y",
    step("axiom", "between", schema="sigma is between 0 and 1", given=[SIGMA]),
    step("algebra", "rises", target="s - s**2", given=[SIGMA], lemmas=["between"], terms=[term(1, 2)]),
    step("flow", "increases", target="s - s0", rate=["rises"], **POINTS),
    step("flow", "back", target="s0 - s", rate=["rises"], direction="backward", **POINTS),
    step("algebra", "slower", target="s", given=[SIGMA], lemmas=["between"], terms=[term(1)]),
    step("flow", "convex", target="l - l0 + z - z0", rate=["slower"], moving=["z", "s", "l"],
         begin=["z0", "s0", "l0"], end=["z1", "s1", "l1"]),
    step("algebra", "near", target="2 - z", given=[["2 - z1", ">="], ["z1 - z", ">"]],
         terms=[term(0), term(1)]),
    step("algebra", "slow", target="2*s + y - z*y", lemmas=["between"],
         given=[SIGMA, ["2 - z", ">="], ["y", "="]], terms=[term(3, weight="2")], cofactors=[[2, "1 - z"]]),
    step("flow", "limited", target="2*l - 2*l0 + 2*z - 2*z0 + y*z - y*z0 - 1/2*y*z**2 + 1/2*y*z0**2",
         given=[["2 - z1", ">="], ["y", "="]], rate=["near", "slow"], moving=["z", "s", "l"],
         begin=["z0", "s0", "l0"], end=["z1", "s1", "l1"]),
)  # fmt: skip
WALK = system("walk", "x", "m", step=[["x_next - x - 1", "="]], start=[["x", "="], ["m", ">="]])
STAYS = step("algebra", "stays", target="x_next", given=[["x", ">="], ["x_next - x - 1", "="]],
             terms=[term(0), term()], cofactors=[[1, "1"]])  # fmt: skip
POSITIVE = step("invariant", "positive", system="walk", invariants=[["x", ">="]], at_step=["stays"])
LARGER = step("algebra", "larger", target="x + y**2 + 1", sign=">", given=[["x", ">="]],
              terms=[term(0), term(square="y"), term()])  # fmt: skip
TIME = certificate(
    "x x_next y m",
    STAYS, POSITIVE, LARGER,
    along("always", "walk", then=[["x + y**2 + 1", ">"]], lemmas=["larger"]),
    along("later", "walk", "step", before=[["x_next - x", ">"]], given=[["y", ">"]],
          then=[["x_next", ">="], ["y", ">="]]),
    along("used", "walk", "step", before=[["x_next - x", ">"]], given=[["y", ">"]], suppose=[["m", ">"]],
          lemmas=["later"], then=[["y", "!="]]),
    step("invariant", "for any", system="walk", invariants=[implies(["y", ">="], ["x + y", ">="])],
         at_start=["some"], at_step=["more"]),
    systems=(WALK,),
)  # fmt: skip
TIME["steps"][-1:-1] = [
    step("algebra", "both", target="x + y", given=[["x", ">="], ["y", ">="]], terms=[term(0), term(1)]),
    step("algebra", "zero", target="x", given=[["x", "="]], cofactors=[[0, "1"]]),
    step("deduce", "some", given=[["x", "="]], suppose=[["y", ">="]], lemmas=["both"],
         then=[["x + y", ">="]]),
    step("algebra", "grown", target="x_next + y", given=[["x + y", ">="], ["x_next - x - 1", "="]],
         terms=[term(0), term()], cofactors=[[1, "1"]]),
    step("axiom", "so far", schema="apply", given=[implies(["y", ">="], ["x + y", ">="]), ["y", ">="]]),
    step("deduce", "more", given=[implies(["y", ">="], ["x + y", ">="]), ["x_next - x - 1", "="]],
         suppose=[["y", ">="]], lemmas=["so far", "grown"], then=[["x_next + y", ">="]]),
]  # fmt: skip
"""The last one is about any number y, the same throughout."""

RISE = system("rise", "x", "b", step=[["x_next - x", ">="]], start=[["x - b", ">="]],
              ghosts={"n": {"start": "0", "next": "n + 1"}})  # fmt: skip
CLIMB = system("climb", "x", "m", step=[["x_next - x", ">="]], start=[["x + m", ">="]], ghosts={
    "n": {"start": "0", "next": "n + 1"}, "k": {"start": "x", "next": "k + m"},
})  # fmt: skip
"""k is a sequence of the walk too, and n is not."""
PARTS = certificate(
    "x x_next y m b n n_next k k_next",
    STAYS, POSITIVE,
    step("algebra", "kept", target="x_next - b", given=[["x - b", ">="], ["x_next - x", ">="]],
         terms=[term(0), term(1)]),
    step("invariant", "above", system="rise", invariants=[["x - b", ">="]], at_step=["kept"]),
    step("algebra", "up", target="x_next - x", given=[["x_next - x - 1", "="]], terms=[term()],
         cofactors=[[0, "1"]]),
    step("algebra", "first", target="x + m", given=[["x", "="], ["m", ">="]], terms=[term(1)],
         cofactors=[[0, "1"]]),
    step("inclusion", "since", system="walk", into="rise", frozen={"b": "x"}, at_step=["up"]),
    step("transfer", "within", part="since", fact="above"),
    step("inclusion", "whole", system="walk", into="climb", origin=True, throughout=[["x - 3", "!="]],
         at_step=["up"], at_start=["first"]),
    step("algebra", "still", target="x_next + m", given=[["x + m", ">="], ["x_next - x", ">="]],
         terms=[term(0), term(1)]),
    step("invariant", "over", system="climb", invariants=[["x + m", ">="]], at_step=["still"]),
    step("transfer", "carried", part="whole", fact="over"),
    along("sequence", "climb", "step", then=[["k_next - k - m", "="]]),
    step("transfer", "carried sequence", part="whole", fact="sequence"),
    along("hidden", "climb", "step", then=[["n_next - n - 1", "="]]),
    step("transfer", "not carried", part="whole", fact="hidden"),
    systems=(WALK | {"ghosts": {"k": {"start": "x", "next": "k + m"}}}, RISE, CLIMB),
)  # fmt: skip


def _halving(name: str, h: str, p: str, **fields: Any) -> tuple[Json, tuple[Json, ...]]:
    """A system that halves ``h`` for ever but stays above 1, and the steps that prove that it ends."""
    product, doubles, halves = f"{h}*{p} - c", [f"{p}_next - 2*{p}", "="], [f"2*{h}_next - {h}", "="]
    whole = system(name, fields.pop("state", h), "c", always=[[f"{h} - 1", ">="]], **{
        "step": [halves, *fields.pop("step", [])], "start": [[f"{h} - c", "="], *fields.pop("start", [])],
        "ghosts": {p: {"start": "1", "next": f"2*{p}"}},
    })  # fmt: skip
    suffix = "" if name == "halve" else f" {name}"
    return whole, (
        step("algebra", f"grows{suffix}", target=f"{p}_next", sign=">", given=[[p, ">"], doubles],
             terms=[term(0, weight="2")], cofactors=[[1, "1"]]),
        step("algebra", f"begins{suffix}", target=p, sign=">", given=[[f"{p} - 1", "="]], terms=[term()],
             cofactors=[[0, "1"]]),
        step("algebra", f"product{suffix}", target=f"{h}_next*{p}_next - c", sign="=",
             given=[[product, "="], halves, doubles], cofactors=[[0, "1"], [1, p], [2, f"{h}_next"]]),
        step("algebra", f"first product{suffix}", target=product, sign="=",
             given=[[f"{h} - c", "="], [f"{p} - 1", "="]], cofactors=[[0, p], [1, "c"]]),
        step("invariant", f"exactly{suffix}", system=name, invariants=[[p, ">"], [product, "="]],
             at_start=[f"begins{suffix}", f"first product{suffix}"],
             at_step=[f"grows{suffix}", f"product{suffix}"]),
        step("algebra", f"at most{suffix}", target=f"c - {p}",
             given=[[p, ">"], [product, "="], [f"{h} - 1", ">="]], terms=[term(0, 2)],
             cofactors=[[1, "-1"]]),
        along(f"bound{suffix}", name, then=[[f"c - {p}", ">="]], lemmas=[f"at most{suffix}"]),
        step("ends", f"ends{suffix}", system=name, power=power(p, "2", "1", "c", f"bound{suffix}")),
    )  # fmt: skip


HALVE, HALVED = _halving("halve", "y", "p")
ENDS = certificate("y y_next c p p_next", *HALVED, systems=(HALVE,))

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
    "c p p_next x x_next y y_next q q_next m k k_next",
    *HALVED,
    _apply("quietly", ELSE, ["2*y_next - y", "="]),
    step("inclusion", "quiet", system="both", into="halve", throughout=[ELSE], frozen={"c": "y"},
         at_step=["quietly"]),
    _apply("halves", IF, _HALVES), _apply("doubles", IF, _DOUBLES),
    _apply("stays", ELSE, _STAYS), _apply("waits", ELSE, _WAITS),
    step("algebra", "with it", target="x_next*k_next - m", sign="=", given=[_PRODUCT, *_STEPS, IF],
         lemmas=["halves", "doubles"], cofactors=[[0, "1"], [6, "k"], [7, "x_next"]]),
    step("algebra", "without", target="x_next*k_next - m", sign="=", given=[_PRODUCT, *_STEPS, ELSE],
         lemmas=["stays", "waits"], cofactors=[[0, "1"], [6, "k_next"], [7, "x"]]),
    step("cases", "product too", split=IF, given=[_PRODUCT, *_STEPS],
         then=[["x_next*k_next - m", "="]], holds="with it", fails="without"),
    step("algebra", "product first", target="x*k - m", sign="=", given=[["x - m", "="], ["k - 1", "="]],
         cofactors=[[0, "k"], [1, "m"]]),
    step("algebra", "k more", target="k_next", sign=">", given=[["k", ">"], *_STEPS, IF],
         lemmas=["doubles"], terms=[term(0, weight="2")], cofactors=[[6, "1"]]),
    step("algebra", "k same", target="k_next", sign=">", given=[["k", ">"], *_STEPS, ELSE],
         lemmas=["waits"], terms=[term(0)], cofactors=[[6, "1"]]),
    step("cases", "k too", split=IF, given=[["k", ">"], *_STEPS], then=[["k_next", ">"]],
         holds="k more", fails="k same"),
    step("algebra", "k first", target="k", sign=">", given=[["k - 1", "="]], terms=[term()],
         cofactors=[[0, "1"]]),
    step("invariant", "counted", system="both", invariants=[["k", ">"], _PRODUCT],
         at_start=["k first", "product first"], at_step=["k too", "product too"]),
    step("algebra", "k at most", target="m - k", given=[["k", ">"], _PRODUCT, ["x - 1", ">="]],
         terms=[term(0, 2)], cofactors=[[1, "-1"]]),
    along("k bound", "both", given=[IF], then=[["m - k", ">="]], lemmas=["k at most"]),
    step("ends", "both end", system="both", event=IF, quiet={"part": "quiet", "ends": "ends"},
         power=power("k", "2", "1", "m", "k bound")),
    systems=(HALVE, BOTH),
)  # fmt: skip

TURNED = ["w", ">"]
TURN = system("turn", "x y w", always=[["x - 1", ">="], ["y - 1", ">="]], step=[
    implies(TURNED, _HALVES), implies(TURNED, ["w_next - w", "="]),
    implies(["-w", ">="], ["2*y_next - y", "="]),
])  # fmt: skip
"""Once w > 0, x is halved for ever; before that, y is."""
LATE, LATELY = _halving("late", "x", "r", state="x w", step=[["w_next - w", "="]], start=[TURNED])
AFTER = certificate(
    "c p p_next r r_next x x_next y y_next w w_next",
    *HALVED, *LATELY,
    _apply("now", TURNED, _HALVES), _apply("so", TURNED, ["w_next - w", "="]),
    step("algebra", "w kept", target="w_next", sign=">", given=[TURNED, ["w_next - w", "="]],
         terms=[term(0)], cofactors=[[1, "1"]]),
    step("invariant", "w", system="late", invariants=[TURNED], at_step=["w kept"]),
    step("inclusion", "then late", system="turn", into="late", start=[TURNED], frozen={"c": "x"},
         at_step=["now", "so"]),
    _apply("slows", ["-w", ">="], ["2*y_next - y", "="]),
    step("inclusion", "before", system="turn", into="halve", throughout=[["-w", ">="]], frozen={"c": "y"},
         at_step=["slows"]),
    step("ends", "turns", system="turn", event=TURNED, quiet={"part": "before", "ends": "ends"},
         after={"part": "then late", "ends": "ends late"}),
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
