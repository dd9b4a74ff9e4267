"""An import-linter contract: a context's models and pages are its own.

Other contexts come in through rules, events, queries and actions. Two doors stand open on
purpose: everything may name `access.models.Account`, the one model others hold keys to, and
`config` may gather the addresses of every context.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

GATHERS = "config"
OPEN = {"access.models"}


class ClosedDoors(Contract):
    """Options: house (the root package), rooms (private modules of each context)."""

    house = fields.StringField()
    rooms = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Looks at direct imports only: through a public room is the way in."""
        intrusions = sorted(
            (importer, imported)
            for imported in graph.modules
            if self._is_private(imported)
            for importer in graph.find_modules_that_directly_import(imported)
            if self._context(importer) not in {self._context(imported), GATHERS}
            and ".tests" not in importer
        )
        return ContractCheck(kept=not intrusions, metadata={"intrusions": intrusions})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Names both ends of each import, and the way in."""
        for importer, imported in check.metadata["intrusions"]:
            output.print_error(f"{importer} reaches into {imported}")
        output.print("Use that context's rules, queries, actions or events instead.")

    def _inside(self, module: str) -> list[str]:
        return module.removeprefix(f"{self.house}.").split(".")

    def _context(self, module: str) -> str:
        return self._inside(module)[0]

    def _is_private(self, module: str) -> bool:
        if not module.startswith(f"{self.house}."):
            return False
        inside = self._inside(module)
        return len(inside) > 1 and inside[1] in self.rooms and ".".join(inside[:2]) not in OPEN
