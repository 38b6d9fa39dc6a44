"""Small faults for a module's source: those that mutmut knows, also under decorators, and statements left out.

mutmut itself passes over every function with a decorator, so everything under `@transaction.atomic`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_string


@dataclass(frozen=True)
class Mutant:
    """`place` is the function, by its qualified name, or the constant that is different."""

    place: str
    line: int
    was: str
    source: str

    @property
    def change(self) -> str:
        return f"{self.line} {self.place}: {self.was}"


def mutants_of(source: str) -> list[Mutant]:
    """Each with one fault, in the order of the source."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    finder = Finder(wrapper.module)
    wrapper.visit(finder)
    return finder.found


class Finder(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, module: cst.Module) -> None:
        super().__init__()
        self.module, self.path, self.found = module, list[str](), list[Mutant]()

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        """Its fields are data of the database or of a framework; its methods are rules."""
        self.path.append(node.name.value)
        for part in node.body.body:
            if isinstance(part, cst.FunctionDef):
                part.visit(self)
        self.path.pop()
        return False

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self._look_into(node.body, ".".join([*self.path, node.name.value]))
        return False

    def visit_Assign(self, node: cst.Assign) -> bool:
        """At the top of the module, so a constant."""
        target = node.targets[0].target
        if isinstance(target, cst.Name) and target.value.isupper():
            self._look_into(node.value, target.value)
        return False

    def _look_into(self, node: cst.CSTNode, place: str) -> None:
        for changed in _changes(node):
            self._note(node, changed, place)
        for child in node.children:
            if not isinstance(child, cst.Annotation):
                self._look_into(child, place)

    def _note(self, node: cst.CSTNode, changed: cst.CSTNode, place: str) -> None:
        code = self.module.deep_replace(node, changed).code  # type: ignore[arg-type]
        line = self.get_metadata(PositionProvider, node).start.line
        self.found.append(Mutant(place, line, self._words(node, changed), code))

    def _words(self, node: cst.CSTNode, changed: cst.CSTNode) -> str:
        before, after = (" ".join(self.module.code_for_node(one).split()) for one in (node, changed))
        return f"{before} → {after}"


def _changes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    if isinstance(node, cst.Expr):
        if isinstance(node.value, cst.Call):
            yield cst.Pass()
        elif isinstance(node.value, cst.SimpleString):
            return
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            changed = list(operator(node))
            # Another spelling of the same text finds nothing that another text does not.
            yield from changed[:1] if operator is operator_string else changed
