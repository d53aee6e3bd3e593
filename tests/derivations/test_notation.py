"""One name, one meaning, one printed form: formulas do not depend on what else has been imported."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from sympy import Abs, Dummy, Symbol

import derivations
from derivations import notation, symbols
from derivations.contents import CLAIMS, module_of
from derivations.notation import NotationError, at_next, at_start, of_number, plain, symbol, typeset
from derivations.symbols import TABLE, Row
from tests.derivations.derived import proof_of
from tests.derivations.pristine import EVERY, Printed, printed_of

ROOT = Path(derivations.__path__[0])
BOUND = frozenset(("x", "x0", "v", "v0", "L", "L0", "y_third", "v_y"))
"""The facts about σ and ℓ hold for every x: these are bound in them, and may share a letter with others."""
READERS = frozenset(("symbols.py", "assumed.py", "said.py", "paper.py"))
"""The table itself, and what reads the text of a certificate back."""
SAME = [
    *(["alpha_after", "alpha_next"], ["M_sample_next", "after"]),
    *(["V_next", "V_out"], ["mu_next", "mu_out"]),
]
"""One number under two names: a relation says that they agree.

α' before and after the direction moves; M' of the sample that is looked at, and of each one in a mean;
the bounds after a phase, which are those that move with the run."""


def start(*arguments: str) -> subprocess.Popen[str]:
    """A process that derives claims, see ``pristine``."""
    command = [sys.executable, "-m", "tests.derivations.pristine", *arguments]
    return subprocess.Popen(command, cwd=ROOT.parent, stdout=subprocess.PIPE, text=True)


def result(process: subprocess.Popen[str]) -> Printed:
    """What such a process has printed."""
    text, _ = process.communicate()
    assert process.returncode == 0
    printed: Printed = json.loads(text)
    return printed


def differing(first: Printed, second: Printed) -> list[tuple[str, str, str]]:
    """Each line that differs, with its claim."""
    return [
        (claim, before, after)
        for claim in first
        for before, after in zip(first[claim]["lines"], second[claim]["lines"], strict=True)
        if before != after
    ]


def test_each_claim_prints_the_same_alone_and_beside_all_others() -> None:
    """Alone, and in this process, where all modules are imported and other claims were derived before.

    Every third claim; all of them with the profile ``long``.
    """
    chosen = CLAIMS if os.environ.get("HYPOTHESIS_PROFILE") == "long" else CLAIMS[::3]
    process = start("alone", *chosen)
    claims = [import_module(module_of(claim)).CLAIM for claim in CLAIMS]
    beside = {claim.id: {"lines": printed_of(claim, proof_of(claim.id))} for claim in claims}
    alone = result(process)
    assert {*alone} == {*chosen}
    assert differing(alone, beside) == []
    used = {name: tuple(form) for claim in alone.values() for name, form in claim["forms"].items()}
    known = used.keys() & TABLE.keys()
    assert {name: used[name] for name in known} == {n: (TABLE[n].shown, TABLE[n].text) for n in known}
    assert len(known) > 150


def test_the_order_of_imports_changes_no_form_and_no_line() -> None:
    """With all modules imported in reverse order every symbol has its form, and every claim its lines.

    Every sixth claim alone is derived; all of them with the profile ``long``.
    """
    chosen = CLAIMS if os.environ.get("HYPOTHESIS_PROFILE") == "long" else CLAIMS[::6]
    turned = result(start("reversed", *chosen))
    forms = turned.pop(EVERY)["forms"]
    for claim in CLAIMS:
        import_module(module_of(claim))
    assert {name: tuple(form) for name, form in forms.items()} == {
        name: (TABLE[name].shown, TABLE[name].text) for name in forms
    }
    assert len(forms) > 250
    claims = {name: import_module(module_of(name)).CLAIM for name in chosen}
    lines = {name: {"lines": printed_of(claim, proof_of(name))} for name, claim in claims.items()}
    assert {*turned} == {*chosen}
    assert differing(turned, lines) == []


def test_a_form_that_another_module_overwrites_is_seen() -> None:
    """With the last definition winning, as once it did, α' is printed where β belongs."""
    overwrites = (
        "import json\n"
        "from derivations import symbols\n"
        "from derivations.square import frozen_leap\n"
        "from dataclasses import replace\n"
        "from tests.derivations.pristine import lines_of\n"
        "row = symbols.TABLE['beta_leap']\n"
        "symbols.TABLE['beta_leap'] = replace(row, latex=r\"\\alpha'\")\n"
        "print(json.dumps({'square.frozen-leap': lines_of('square.frozen-leap')}))\n"
    )
    altered = subprocess.run(
        [sys.executable, "-c", overwrites], cwd=ROOT.parent, capture_output=True, text=True, check=True
    )
    seen = differing(result(start("alone", "square.frozen-leap")), json.loads(altered.stdout))
    assert seen and all(r"\beta" in before and r"\alpha'" in after for _, before, after in seen)


@pytest.mark.parametrize("changed", ["latex", "plain", "meaning", "positive"])
def test_a_second_definition_raises(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same name with another form, meaning or sign is refused, and the same definition is not."""
    monkeypatch.setattr(symbols, "TABLE", dict(TABLE))
    row = {"latex": r"\Omega", "plain": "Ω", "meaning": "planted"}
    assert symbol("planted", **row) == symbol("planted", **row)
    other = {"positive": True} if changed == "positive" else {changed: "other"}
    with pytest.raises(NotationError, match="'planted'"):
        symbol("planted", **{**row, **other})


def test_a_clash_of_two_modules_raises_at_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that gives a name of another theory its own meaning cannot be imported."""
    import_module("derivations.square.gradients")
    text = 'from derivations.notation import symbol\nsymbol("moved_risk", "R", "R", "another risk")\n'
    (tmp_path / "planted_theory.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(NotationError, match=r"'moved_risk' is 'the risk after a step of w'"):
        import_module("planted_theory")


def test_a_variant_may_not_take_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """N at time 0 is called N0, so no other quantity can be."""
    monkeypatch.setattr(symbols, "TABLE", dict(TABLE))
    symbol("N_planted0", "Z", "Z", "something else")
    base = symbol("N_planted", "N", "N", "planted")
    with pytest.raises(NotationError):
        at_start(base)


@pytest.mark.parametrize("printer", [typeset, plain])
@pytest.mark.parametrize(
    "unknown", [Symbol("nowhere", real=True), Dummy("N"), Symbol("N"), Symbol("rise", real=True)]
)
def test_a_symbol_without_a_form_is_not_printed(printer, unknown: Symbol) -> None:  # type: ignore[no-untyped-def]
    """One that the table does not know, even if its name is there, and one that is only computed."""
    import_module("derivations.square.model.run_map")
    with pytest.raises(NotationError):
        printer(unknown + 1)


@pytest.mark.parametrize(
    ("shown", "latex", "text"),
    [
        (at_next(notation.N) ** 2, "N'^{2}", "N'²"),
        (at_start(notation.c), r"\cos {\theta_0}", "c₀"),
        (notation.c**2 - notation.s**2, r"\cos {2\theta}", "c² - s²"),
        (2 * at_start(notation.c) ** 2 - 1, r"\cos {2\theta_0}", "2·c₀² - 1"),
        (of_number(notation.alpha, 2), r"{\alpha^{(2)}}", "α₂"),
        (((1 - notation.h) ** 2) ** notation.t, r"\left(1 - h\right)^{2 t}", "(1 - h)^(2·t)"),
        (Abs(1 - notation.h) ** notation.t, r"\left|{h - 1}\right|^{t}", "Abs(h - 1)^t"),
    ],
)
def test_variants(shown: object, latex: str, text: str) -> None:
    """Primes and indices go to the angle of a cosine, and to the letter of any other symbol."""
    assert (typeset(shown), plain(shown)) == (latex, text)


def test_marks_go_where_the_form_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the bars of an absolute value, and to the argument of a function."""
    monkeypatch.setattr(symbols, "TABLE", dict(TABLE))
    size = symbol("planted", r"|\sin @\theta@|", "|@s@|", "planted")
    assert (typeset(at_next(size)), plain(at_next(size) ** 2)) == (r"{|\sin \theta'|}", "|s'|²")
    indexed = symbol("planted_2", "z_+", "z₊", "planted")
    assert (typeset(at_start(indexed)), plain(at_start(indexed))) == ("{{z_+}_0}", "z₊₀")


@pytest.mark.parametrize("path", sorted(ROOT.glob("**/*.py")), ids=lambda path: path.stem)
def test_symbols_come_from_the_table(path: Path) -> None:
    """No derivation makes a symbol of SymPy by itself."""
    if path.name not in READERS:
        assert [*makers(path.read_text(encoding="utf-8"))] == []


def test_a_symbol_of_its_own_is_found() -> None:
    """Whichever way SymPy is asked for it."""
    text = 'Symbol("x")\nsympy.Symbol("x")\nsymbols("x y")\nWild("w")\nfrom sympy.abc import x\n'
    assert [*makers(text)] == [1, 2, 3, 4, 5]


def makers(text: str) -> Iterator[int]:
    """The lines of a module that make a symbol without the table."""
    for node in sorted(ast.walk(ast.parse(text)), key=lambda node: getattr(node, "lineno", 0)):
        if isinstance(node, ast.ImportFrom) and node.module == "sympy.abc":
            yield node.lineno
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ("Symbol", "symbols", "Wild", "numbered_symbols"):
                yield node.lineno


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_a_letter_has_one_meaning_in_a_claim(claim_id: str) -> None:
    """No two quantities of one certificate are printed alike, in LaTeX or in text."""
    names = proof_of(claim_id).told()["variables"]
    rows = [TABLE[name] for name in names if name not in BOUND]
    assert [names for names in alike(rows) if names not in SAME] == []


def test_letters_with_two_meanings_are_found() -> None:
    """Alike in LaTeX, or in text alone."""
    first = Row("first", "Q", "Q", "a quotient")
    assert alike([first, replace(first, name="second", plain="q")]) == [["first", "second"]]
    assert alike([first, replace(first, name="second", latex="q")]) == [["first", "second"]]


def alike(rows: list[Row]) -> list[list[str]]:
    """The names of rows that share a printed form."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.latex:
            found["latex", row.shown].append(row.name)
            found["text", row.text].append(row.name)
    return [names for names in found.values() if len(names) > 1]


def test_the_listing_shows_every_symbol() -> None:
    """``python -m derivations.notation`` prints each symbol with its forms and its meaning."""
    command = [sys.executable, "-m", "derivations.notation"]
    shown = subprocess.run(command, cwd=ROOT.parent, capture_output=True, text=True, check=True).stdout
    lines = {line.split()[0]: line for line in shown.splitlines()}
    defined = {TABLE[name] for name in TABLE.keys() & {"alpha", "s_abs", "tau_level", "eps", "G_w", "M_lr"}}
    assert len(lines) > 250 and defined
    assert all(row.text in lines[row.name] and row.meaning in lines[row.name] for row in defined)
