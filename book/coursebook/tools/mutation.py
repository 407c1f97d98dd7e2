"""The small changes that `make mutants` tries: Cosmic Ray's, as far as they can be right Python, and two of our own."""

from itertools import pairwise

import parso
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.plugins import get_operator

TWINS = {"n_real": "n_synthetic", "real": "synthetic", "lower": "upper", "low": "high", "min": "max", "any": "all"}
TWINS |= {"minimum": "maximum", "floor": "ceil", "zeros": "ones", "argmin": "argmax", "mean": "median"}
TWINS |= {twin: name for name, twin in TWINS.items()} | {"other": "self"}
CORE = """
ReplaceBinaryOperator_Add_Sub ReplaceBinaryOperator_Sub_Add ReplaceBinaryOperator_Mul_Div ReplaceBinaryOperator_Div_Mul
ReplaceBinaryOperator_Mul_Add ReplaceBinaryOperator_Pow_Mul ReplaceBinaryOperator_FloorDiv_Div
ReplaceBinaryOperator_Mod_Add ReplaceBinaryOperator_BitAnd_BitOr
ReplaceComparisonOperator_Eq_NotEq ReplaceComparisonOperator_NotEq_Eq ReplaceComparisonOperator_Lt_LtE
ReplaceComparisonOperator_LtE_Lt ReplaceComparisonOperator_Gt_GtE ReplaceComparisonOperator_GtE_Gt
ReplaceComparisonOperator_Lt_GtE ReplaceComparisonOperator_Gt_LtE ReplaceComparisonOperator_GtE_Lt
ReplaceComparisonOperator_LtE_Gt ReplaceComparisonOperator_Is_IsNot ReplaceComparisonOperator_IsNot_Is
ReplaceUnaryOperator_Delete_USub ReplaceUnaryOperator_Delete_Not ReplaceUnaryOperator_Delete_Invert
NumberReplacer AddNot ReplaceTrueWithFalse ReplaceFalseWithTrue ReplaceAndWithOr ReplaceOrWithAnd
ReplaceBreakWithContinue ReplaceContinueWithBreak ExceptionReplacer RemoveDecorator ZeroIterationForLoop
"""
ARITHMETIC = {"arith_expr", "term", "power", "atom_expr", "and_expr"}


class SwapNeighbours(Operator):
    """Swap two neighbouring arguments of a call, or indices, that are given by position."""

    def mutation_positions(self, node):
        """Yield where each pair begins and ends."""
        for first, second in self._pairs(node):
            yield node.children[first].start_pos, node.children[second].end_pos

    def mutate(self, node, index):
        """Swap the pair, and keep the spaces."""
        first, second = self._pairs(node)[index]
        one, other = (node.children[place].get_code() for place in (first, second))
        node.children[first], node.children[second] = (
            parso.parse(old[: len(old) - len(old.lstrip())] + new.lstrip()) for old, new in ((one, other), (other, one))
        )
        return node

    @staticmethod
    def _pairs(node):
        if node.type not in {"arglist", "subscriptlist"}:
            return []
        places = [place for place, child in enumerate(node.children) if child.type not in {"argument", "operator"}]
        return [
            pair
            for pair in pairwise(places)
            if node.children[pair[0]].get_code().strip() != node.children[pair[1]].get_code().strip()
        ]

    @classmethod
    def examples(cls):
        """Show it."""
        return (Example("f(x, y, k=1)", "f(y, x, k=1)"), Example("x[i, j, k]", "x[i, k, j]", occurrence=1))


class UseTheTwin(Operator):
    """Use the name that is easily taken for another: synthetic rows for real ones, the largest for the smallest."""

    def mutation_positions(self, node):
        """Yield where such a name is used, not where it is given to something."""
        keyword = node.parent is not None and node.parent.type == "argument" and node.parent.children[0] is node
        if node.type == "name" and node.value in TWINS and not node.is_definition() and not keyword:
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):  # noqa: ARG002
        """Write the twin."""
        node.value = TWINS[node.value]
        return node

    @classmethod
    def examples(cls):
        """Show it."""
        return (Example("f(n_real, k=1)", "f(n_synthetic, k=1)"), Example("min(low, 1)", "min(high, 1)", occurrence=1))


OPERATORS = {name: get_operator(f"core/{name}")() for name in CORE.split()}
OPERATORS |= {"SwapNeighbours": SwapNeighbours(), "UseTheTwin": UseTheTwin()}


def mutations(text):
    """Yield the operator's name, the occurrence and the line of each mutation of a module's text."""
    nodes = list(ast_nodes(get_ast(text)))
    for name, operator in OPERATORS.items():
        positions = ((node, start) for node in nodes for start, _ in operator.mutation_positions(node))
        for occurrence, (node, start) in enumerate(positions):
            if _can_be_made(name, node):
                yield name, occurrence, start[0]


def _can_be_made(name, node):
    # A star among parameters or a union of types is no arithmetic: its mutants do not even load. Cosmic Ray knows no
    # exception whose name has a dot.
    if name.startswith("ReplaceBinary"):
        return node.parent.type in ARITHMETIC
    return name != "ExceptionReplacer" or "." not in node.get_code()


def check():
    """Make sure that our own operators do what their examples show."""
    for operator in (SwapNeighbours(), UseTheTwin()):
        for example in operator.examples():
            made = mutate_code(example.pre_mutation_code, operator, example.occurrence)
            if made != example.post_mutation_code:
                raise AssertionError(f"{operator} makes {made!r} of {example.pre_mutation_code!r}")
