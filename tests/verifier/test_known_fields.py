"""The criterion: whoever shows a result, or judges it, asks an object for a field, and no dict for a key.

What a text names in brackets, or asks ``get`` and its kind for, is a key; so is one of a pattern.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import verifier

ROOT = Path(verifier.__file__).parent
ASKED = {"get", "pop", "setdefault", "itemgetter"}
KEYS = {
    "binding.py": {"statement", "statement.get('along', {})"},
    "formulas.py": {"self._system", "atom", "ghost"},
    "torch.py": {"group"},
    "lemmas.py": {"certificate", "lemma", "self.lemmas[sha256]"},
    "printed.py": {"atom", "one", "said", "system"},
    "sequences.py": {"ghost", "system"},
    "certificates.py": {"certificate"},
    "stored.py": {"certificate"},
    "product.py": {"report", "digest", "claim", "piece", "found"},
    "results/__init__.py": {"found"},
    "results/evidence.py": {"told"},
    "report/html.py": {"report.figures"},
    "report/markdown.py": {"report.figures"},
    "report/limit_figure.py": {"row", "last"},
    "report/runs.py": {"x"},
    "report/tightness_figure.py": {"ax.spines"},
    "report/templates/logistic_spike.html.j2": {"report.figures", "svg"},
    "report/templates/logistic_spike.md.j2": {"report.figures"},
    "report/templates/report.html.j2": {"svg"},
    "commands/phase.py": {"found"},
}
"""What may be asked for a key, and where.  The JSON of certificates and statements is
the kernel's; ``product`` reads what other versions have written; parts of a report and drawings go by name,
instances by their parameters; the rows of a table have the columns that they bring; a part that was read
states what it states."""
ROOMS = ("studies", "results", "report", "commands")
TEXTS = {"canonical.py", "certificates.py", "commands/terminal.py", "commands/phase.py"}
"""Which of these may make JSON: the texts that are stored or hashed, and what is printed."""


def asked(source: str) -> Iterator[str]:
    """What a module asks for a key that it names."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Subscript(value=holder, slice=ast.Constant(value=str()), ctx=ast.Load()):
                yield ast.unparse(holder)
            case ast.Call(
                func=ast.Attribute(value=holder, attr=name), args=[ast.Constant(value=str()), *_]
            ) if name in ASKED:
                yield ast.unparse(holder)
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str()), *_]) if name in ASKED:
                yield name
            case ast.MatchMapping(keys=[_, *_]):
                yield "a pattern"


def makes_json(source: str) -> bool:
    """Whether a module makes JSON of an object, as a text or as a dict, by other means than ``plain``."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="asdict") | ast.Attribute(attr="asdict" | "dumps" | "dump")):
                return True
    return False


def asked_in_template(source: str) -> Iterator[str]:
    """The same of a template."""
    tree = Environment().parse(source)
    for found in tree.find_all(nodes.Getitem):
        if isinstance(found.arg, nodes.Const) and isinstance(found.arg.value, str):
            yield _said(found.node)
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Getattr) and call.node.attr in ASKED:
            yield _said(call.node.node)


def _said(node: nodes.Node) -> str:
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=holder, attr=name):
            return f"{_said(holder)}.{name}"
    return type(node).__name__


def found_in(root: Path) -> dict[str, set[str]]:
    """By file, what is asked for a key: in all that shows results or judges them."""
    folders = [root, *(root / name for name in ROOMS if name != "studies")]
    modules = [path for folder in folders for path in folder.glob("*.py")]
    found = {path: {*asked(path.read_text(encoding="utf-8"))} for path in modules}
    for path in (root / "report/templates").glob("*.j2"):
        found[path] = {*asked_in_template(path.read_text(encoding="utf-8"))}
    return {str(path.relative_to(root)): holders for path, holders in found.items() if holders}


def test_fields_are_known() -> None:
    """Nothing is asked for a key but what is listed, and all that is listed is."""
    assert found_in(ROOT) == KEYS


@pytest.mark.parametrize(
    ("place", "text", "holder"),
    [
        ("report/view.py", "def f(claim):\n    return claim['status']", "claim"),
        ("report/view.py", "def f(piece):\n    return piece.data.get('witness', '')", "piece.data"),
        ("report/view.py", "f = itemgetter('status')", "itemgetter"),
        ("report/view.py", "f = operator.itemgetter('status')", "operator"),
        ("commands/run.py", "match run:\n    case {'commit': c}: print(c)", "a pattern"),
        ("commands/run.py", "report.settings.pop('quick')", "report.settings"),
        ("outcome.py", "status = {c['id']: c['status'] for c in claims}", "c"),
        ("results/report.py", "x = found['claims'][0]['id']", "found"),
        ("report/templates/claim.html.j2", "{{ claim['status'] }}", "claim"),
        ("report/templates/claim.html.j2", "{% if piece.data.get('rows') %}x{% endif %}", "piece.data"),
    ],
)
def test_a_key_that_is_guessed_is_found(tmp_path: Path, place: str, text: str, holder: str) -> None:
    """In a module of each kind and in a template, however it is asked for."""
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text(text)
    assert holder in found_in(tmp_path)[place]


def makers_in(root: Path) -> set[str]:
    """The modules that make JSON, of those that find results, hand them on or show them."""
    modules = [*root.glob("*.py"), *(path for name in ROOMS for path in (root / name).glob("**/*.py"))]
    sources = {path: path.read_text(encoding="utf-8") for path in modules}
    return {str(path.relative_to(root)) for path, source in sources.items() if makes_json(source)}


def test_json_is_made_in_one_place() -> None:
    """Objects become JSON by ``record.plain``; that becomes a text where files and stdout are written."""
    assert makers_in(ROOT) == TEXTS


@pytest.mark.parametrize("text", ["json.dumps(x)", "json.dump(x, f)", "asdict(x)", "dataclasses.asdict(x)"])
def test_json_that_is_made_elsewhere_is_found(tmp_path: Path, text: str) -> None:
    """Whichever way it is made."""
    (tmp_path / "verify.py").write_text(f"def f(x):\n    return {text}\n")
    assert makers_in(tmp_path) == {"verify.py"}


@pytest.mark.parametrize("text", ["x[0]", "x[name]", "x.get(name)", "f('a')", "x['a'] = 1"])
def test_what_is_no_key(text: str) -> None:
    """An index, a name that is told, a call, and what is only set."""
    assert [*asked(text)] == []
