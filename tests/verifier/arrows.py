"""The drawing of the house as a table, and what the source of a tree draws, to be held against it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

THEORIES = ("square", "logistic", "general")
_FLOORS = ("derivations.direction", "derivations.sigmoid")
_WORDS = ("derivations.notation", "derivations.symbols", "derivations.printing", "derivations.contents")
_CHECKED = ("verifier.claim", "verifier.arithmetic")
_LOSS = ("verifier.loss", "verifier.parameters")
_PRINTED = (
    *("verifier.formulas", "verifier.lines", "verifier.numbers", "verifier.printed"),
    "verifier.sequences",
)
_SAID = ("verifier.canonical", "verifier.outcome", "verifier.results")
_FOUND = ("verifier.claim", "verifier.numbers", "verifier.results")
_ENGINES = ("verifier.arithmetic", "verifier.dynamics", "verifier.batch")
_MACHINE = ("verifier",)
"""All modules that lie in no package of the verifier: what stands beside them is named by its package."""

IMPORTS: dict[str, tuple[str, ...]] = {
    "derivations": _WORDS,
    "derivations.proof": (
        *_WORDS, "verifier.claim", "verifier.kernel", "verifier.statement", *_PRINTED,
    ),
    "derivations.proof.conclusions": ("verifier.certificates",),
    "derivations.proof.lemmas": ("verifier.citations",),
    "derivations.proof.evaluation": ("verifier.arithmetic",),
    "derivations.notation": ("derivations.proof",),
    "derivations.direction": (*_WORDS, *_CHECKED, "derivations.proof"),
    "derivations.sigmoid": (*_WORDS, *_CHECKED, "derivations.proof"),
    "derivations.square": (*_WORDS, *_CHECKED, *_FLOORS, "derivations.proof"),
    "derivations.logistic": (*_WORDS, *_CHECKED, *_FLOORS, "derivations.proof"),
    "derivations.general": (*_WORDS, *_CHECKED, *_FLOORS, "derivations.proof", "derivations.square"),
    "verifier.kernel": (),
    "verifier.statement": ("verifier.kernel",),
    "verifier.claim": ("verifier.sources",),
    "verifier.arithmetic": (),
    "verifier.dynamics": ("verifier.arithmetic", "verifier.loss"),
    "verifier.batch": (
        "verifier.arithmetic", "verifier.reading", "verifier.results", "verifier.store", "verifier.workers",
    ),
    "verifier.studies": ("derivations", *_FOUND, *_LOSS, *_ENGINES),
    "verifier.report": (
        *("verifier.arithmetic", "verifier.numbers", "verifier.parameters", "verifier.product"), *_SAID,
    ),
    "verifier.commands": ("verifier.studies", "verifier.report", *_ENGINES, *_MACHINE),
    "verifier": ("verifier.kernel", "verifier.statement", "verifier.arithmetic", *_MACHINE),
    "verifier.verify": ("verifier.report",),
    "verifier.cli": ("verifier.commands",),
    "verifier.api": ("verifier.studies",),
}
"""What each room, or one module of it besides, may import; its own modules it may always.

``derivations`` alone stands for whatever lies in it, ``verifier`` alone for the modules in no package."""

NAMES: dict[str, tuple[str, ...]] = {
    "verifier.registry": ("derivations.contents",),
    "verifier.studies.losses": ("derivations.square.model", "derivations.logistic.model"),
    "verifier.studies.variants": ("derivations.general.model",),
    "verifier.sections": ("verifier.studies",),
    "verifier.domains": ("verifier.studies", "verifier.dynamics"),
    "verifier.cli": ("verifier.commands",),
    "derivations.proof.stated": ("derivations.square", "derivations.logistic", "derivations.general"),
    "derivations.contents": _FLOORS,
    "derivations.square": ("verifier.studies.experiments",),
    "derivations.logistic": ("verifier.studies.experiments",),
    "derivations.general": ("verifier.studies.experiments",),
}
"""What is named by a text, to be imported when it is asked for: by tables of contents alone.

The registry finds the claims by theirs; a claim names the experiments that support it."""

_TEXT = re.compile(r"(?:verifier|derivations)(?:\.\w+)+\.?(?::[\w.]+)?")


@dataclass(frozen=True)
class Arrow:
    """One module needs another; ``named`` where a text names it."""

    module: str
    needed: str
    named: bool = False

    def __str__(self) -> str:
        return f"{self.module} {'names' if self.named else 'imports'} {self.needed}"


def strays(root: Path) -> list[str]:
    """The arrows of the tree below ``root`` that the drawing does not have, in words."""
    return undrawn(arrows(root))


def undrawn(found: Iterable[Arrow]) -> list[str]:
    """Those that the drawing does not have, in words."""
    return [str(arrow) for arrow in found if not _is_drawn(arrow)]


def misplaced(root: Path, claims: tuple[str, ...]) -> list[str]:
    """The modules directly in a theory that are no claim, and the claims that are no such module."""
    found = {
        f"{theory}.{path.stem.replace('_', '-')}"
        for theory in THEORIES
        for path in (root / "derivations" / theory).glob("*.py")
        if path.stem != "__init__"
    }
    return sorted(found.symmetric_difference(claims))


def arrows(root: Path) -> Iterator[Arrow]:
    """Every import in the tree, wherever it stands, and every text that names a module."""
    for path in sorted(root.glob("verifier/**/*.py")) + sorted(root.glob("derivations/**/*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        module = ".".join(parts).removesuffix(".__init__")
        package = ".".join(parts[:-1])
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = [_called(node) for node in ast.walk(tree)]
        said = {id(node) for node in called if node} | {
            id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
        }
        for node in ast.walk(tree):
            for needed in _imported(node, package, root):
                yield Arrow(module, needed)
            text = node.value if isinstance(node, ast.Constant) and id(node) not in said else None
            if isinstance(text, str) and _TEXT.fullmatch(text):
                yield Arrow(module, text.partition(":")[0].rstrip("."), named=True)


def _imported(node: ast.AST, package: str, root: Path) -> Iterator[str]:
    """The modules of the tree that one statement or call imports, each by its full name."""
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        inner = [f"{base}.{alias.name}" for alias in node.names]
        modules = [name for name in inner if _is_module(root, name)]
        # A package of which only modules are taken is not itself what is needed.
        names = modules if len(modules) == len(inner) else [base, *modules]
    elif literal := _called(node):
        names = [str(literal.value)]
    yield from (name for name in names if name.split(".")[0] in ("verifier", "derivations"))


def _called(node: ast.AST) -> ast.Constant | None:
    """The text that is given to ``import_module`` or ``__import__``."""
    if isinstance(node, ast.Call) and node.args:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        first = node.args[0]
        if name in ("import_module", "__import__") and isinstance(first, ast.Constant):
            return first if isinstance(first.value, str) else None
    return None


def _is_module(root: Path, name: str) -> bool:
    path = root.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def _is_drawn(arrow: Arrow) -> bool:
    table = NAMES if arrow.named else IMPORTS
    if room_of(arrow.module) == room_of(arrow.needed):
        return True
    allowed = {
        end
        for start, ends in table.items()
        if arrow.module == start or room_of(arrow.module) == start
        or (start.count(".") > 1 and _within(arrow.module, start))
        or (arrow.named and _within(arrow.module, start))
        for end in ends
    }  # fmt: skip
    return any(_reaches(arrow.needed, end) for end in allowed)


def _reaches(needed: str, end: str) -> bool:
    if end == "verifier":
        return room_of(needed) in ("verifier", "verifier.claim")
    return _within(needed, end)


def _within(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def room_of(module: str) -> str:
    """The room in which a module stands: a package, the vocabulary, or what lies in no package."""
    first, _, rest = module.partition(".")
    room = f"{first}.{rest.partition('.')[0]}"
    return room if room in _ROOMS else first


_ROOMS = {
    *(f"derivations.{name}" for name in (*THEORIES, "direction", "sigmoid", "proof")),
    *(f"verifier.{name}" for name in (
        "kernel", "core", "claim", "arithmetic", "dynamics", "batch", "studies", "report", "commands",
    )),
}  # fmt: skip
