"""``trace`` and ``onset`` of a run that is given in its own units.

Correctness criterion: what is printed is that of the same run without units, to the last letter, and what
gradient descent in those units does; a formula that is wrong by a power is told apart.
"""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations
from math import cos, hypot, sin

import pytest

from verifier.cli import main
from verifier.exits import Exit
from verifier.studies import units

COMMANDS = {"trace": ["--steps", "300"], "onset": []}
FREE = {"--scale-lr": "1/200", "--scale0": "0.02", "--saturated-lr": "3", "--angle0": "0.1"}
OWN = {
    "--eta": "12/25", "--eta-alpha": "0.005", "--alpha0": "0.05", "--rho": "5/2", "--w0-norm": "1",
    "--angle0": "0.1",
}  # fmt: skip
LOGISTIC_FREE = {
    "--loss": "logistic", "--scale-lr": "0.02", "--scale0": "0.1", "--direction-lr": "4", "--angle0": "0.1",
}  # fmt: skip
LOGISTIC_OWN = {
    "--loss": "logistic", "--eta": "9", "--eta-alpha": "1/50", "--alpha0": "0.1", "--w0-norm": "3/2",
    "--angle0": "0.1",
}  # fmt: skip


def printed(capsys, command, given, *more):
    """What a command prints, its exit code first."""
    words = [word for pair in given.items() for word in pair]
    code = main([command, *words, *COMMANDS[command], *more])
    out = capsys.readouterr()
    return code, out.out, out.err


def refused(capsys, command, given, *more):
    """The one line by which it is refused."""
    code, out, err = printed(capsys, command, given, *more)
    assert code == Exit.USAGE and out == ""
    (line,) = err.splitlines()
    return line


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("json_or_not", [[], ["--json"]])
@pytest.mark.parametrize(("free", "own"), [(FREE, OWN), (LOGISTIC_FREE, LOGISTIC_OWN)])
def test_the_same_to_the_last_letter(capsys, command, json_or_not, free, own):
    without = printed(capsys, command, free, *json_or_not)
    assert without[0] == Exit.OK
    assert printed(capsys, command, own, *json_or_not) == without


@pytest.mark.parametrize(
    ("loss", "field", "wrong"),
    [
        ("SQUARE", "N0", "norm0**2/(eta*rho)"),
        ("SQUARE", "N0", "norm0/(eta*rho**2)"),
        ("SQUARE", "a0", "alpha0"),
        ("LOGISTIC", "N0", "norm0/eta"),
    ],
)
def test_a_wrong_power_is_told_apart(capsys, monkeypatch, loss, field, wrong):
    from sympy import Expr, parse_expr

    own = LOGISTIC_OWN if loss == "LOGISTIC" else OWN | {"--w0-norm": "2", "--eta": "48/25"}
    free = LOGISTIC_FREE if loss == "LOGISTIC" else FREE
    right: dict[str, Expr] = getattr(units, loss)
    assert printed(capsys, "onset", own) == printed(capsys, "onset", free)
    names = {x.name: x for formula in (*units.SQUARE.values(), *units.LOGISTIC.values())
             for x in formula.free_symbols}  # fmt: skip
    monkeypatch.setitem(right, field, parse_expr(wrong, local_dict=names))
    assert printed(capsys, "onset", own) != printed(capsys, "onset", free)


def test_the_formulas_are_those_of_the_claims():
    assert {name: str(formula) for name, formula in units.SQUARE.items()} == {
        "a0": "alpha0/rho", "N0": "norm0**2/(eta*rho**2)", "eps_free0": "eps_bn/(eta*rho**2)",
    }  # fmt: skip
    assert {name: str(formula) for name, formula in units.LOGISTIC.items()} == {"N0": "norm0**2/eta"}


def descended(given, eps=0.0, most=600):
    """The first step at which the angle grows, by gradient descent in floats on half the squared error."""
    eta, eta_alpha, alpha, rho, norm, angle = (float(Fraction(text)) for text in given.values())
    along, across = norm * cos(angle), norm * sin(angle)
    for step in range(most):
        size = hypot(along, across, eps**0.5)
        pull = alpha**2 * eps / size**4 + alpha * rho * along / size**3
        slope = alpha * (along**2 + across**2) / size**2 - rho * along / size
        after = along - eta * (pull * along - alpha * rho / size), across * (1 - eta * pull)
        if abs(after[1] / after[0]) > abs(across / along):
            return step
        (along, across), alpha = after, alpha - eta_alpha * slope
    return None


@pytest.mark.parametrize("eps", ["0", "3e-4", "9e-3"])
def test_gradient_descent_in_these_units_does_it(capsys, eps):
    """With ε in units of ‖w‖², of which some 3e-4 delays this rise, and 9e-3 prevents it."""
    seen = descended(OWN, float(eps))
    found = json.loads(printed(capsys, "onset", OWN, "--bn-eps", eps, "--json")[1])
    assert found["certified"] and found["onset"] == seen
    assert seen == {"0": 216, "3e-4": 256, "9e-3": None}[eps]
    unmoved = printed(capsys, "onset", FREE, "--bn-eps", eps, "--json")[1]
    assert (json.loads(unmoved)["onset"] == seen) is (eps != "3e-4")


@pytest.mark.parametrize(
    ("option", "own", "free"),
    [("--bn-eps", "3e-4", "1e-4"), ("--weight-decay", "0.02", "0.02"), ("--momentum", "1/3", "1/3")],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_epsilon_alone_of_the_variants_has_a_unit(capsys, command, option, own, free):
    """OWN has ηρ² = 3."""
    assert printed(capsys, command, OWN, option, own) == printed(capsys, command, FREE, option, free)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_missing_one_is_named(capsys, command):
    for own in (OWN, LOGISTIC_OWN):
        options = [option for option in own if option != "--loss"]
        for some in [*combinations(options, 1), *combinations(options, 2)]:
            line = refused(capsys, command, {x: y for x, y in own.items() if x not in some})
            assert line.endswith(f"the following arguments are required: {', '.join(some)}")
    line = refused(capsys, command, {"--eta": "1"})
    assert all(option in line for option in OWN if option != "--eta")


@pytest.mark.parametrize("command", COMMANDS)
def test_both_ways_at_once_are_refused(capsys, command):
    for free, own in ((FREE, OWN), (LOGISTIC_FREE, LOGISTIC_OWN)):
        for option in own.keys() - free.keys():
            line = refused(capsys, command, free | {option: own[option]})
            assert f"{option}: not together with --scale-lr, --scale0, " in line
        for option in free.keys() - own.keys():
            line = refused(capsys, command, own | {option: free[option]})
            assert f"not together with {option}, which" in line and "--eta, --eta-alpha, --alpha0" in line


@pytest.mark.parametrize("command", COMMANDS)
def test_the_logistic_loss_has_no_signal(capsys, command):
    line = refused(capsys, command, LOGISTIC_OWN | {"--rho": "1"})
    assert line.endswith("--rho: not an option of the logistic loss")


BAD = ["0", "-1", "-1/2", "nan", "inf", "-inf", "abc", "", "1/0", "1e1001", "1e-99999999", "0x1", "3,5"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", OWN)
def test_a_bad_value_is_refused_in_one_line(capsys, command, option):
    for value in BAD:
        line = refused(capsys, command, OWN | {option: value})
        assert f"{option}: " in line and value in line
        if option in LOGISTIC_OWN:
            assert f"{option}: " in refused(capsys, command, LOGISTIC_OWN | {option: value})


def test_the_rate_of_the_scale_has_the_range_of_its_loss(capsys):
    assert "--eta-alpha: '1.5' is not in (0, 1]" in refused(capsys, "onset", OWN | {"--eta-alpha": "1.5"})
    assert "--eta-alpha: '3' is not in (0, 2]" in refused(
        capsys, "onset", LOGISTIC_OWN | {"--eta-alpha": "3"}
    )
    assert printed(capsys, "onset", LOGISTIC_OWN | {"--eta-alpha": "1.5"})[0] == Exit.OK


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_too_far_without_units_is_refused(capsys, command):
    """Each number is accepted, and what is made of them is not."""
    line = refused(capsys, command, OWN | {"--rho": "1e600"})
    assert "--eta, --rho, --w0-norm: " in line and "--saturated-lr" in line and "1e-1000 to 1e1000" in line
    line = refused(capsys, command, OWN | {"--rho": "1e400", "--alpha0": "1e-700", "--w0-norm": "1e400"})
    assert "--alpha0, --rho: " in line and "--scale0" in line
    line = refused(capsys, command, OWN | {"--bn-eps": "1e-900", "--eta": "1e200", "--w0-norm": "1e100"})
    assert "--eta, --rho, --bn-eps: " in line and "--bn-eps without units" in line
    line = refused(capsys, command, LOGISTIC_OWN | {"--w0-norm": "1e-501"})
    assert "--eta, --w0-norm: " in line and "--direction-lr" in line


@pytest.mark.parametrize("command", COMMANDS)
def test_far_units_are_exact(capsys, command):
    """A run in units of 1e-300, or with five hundred digits each, is the same run."""
    without = printed(capsys, command, FREE)
    far = {"--rho": "2.5e-300", "--alpha0": "5e-302", "--w0-norm": "1e-300"}
    assert printed(capsys, command, OWN | far) == without
    odd = 10**480 + 7
    long = {"--rho": f"{5 * odd}/2", "--alpha0": f"{odd}/20", "--w0-norm": f"{odd}/1"}
    assert printed(capsys, command, OWN | long) == without


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_says_so_in_80_columns(capsys, monkeypatch, command):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main([command, "--help"])
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    words = " ".join(text.split())
    assert all(f"{option} " in words for option in OWN)
    assert "--bn-eps is eps itself, not eps/(eta*rho^2)" in words
    assert "half the mean squared error" in words
