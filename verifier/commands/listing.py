"""Lists the claims in paper order: id, provenance, and the status each is meant to reach."""

from __future__ import annotations

from typing import Any

from verifier.commands.options import Parser
from verifier.commands.terminal import write_json, write_rich
from verifier.exits import Exit


def add_arguments(parser: Parser) -> None:
    parser.json()


def execute(arguments: Any) -> int:
    """Print the list."""
    from verifier.describe import listed
    from verifier.registry import Registry

    registry = Registry()
    claims = [registry.claim(name) for name in registry.ids]
    if arguments.json:
        write_json({"claims": [listed(claim, registry) for claim in claims]})
    else:
        from verifier.commands.tables import claims_table

        write_rich(claims_table(claims))
    return Exit.OK
