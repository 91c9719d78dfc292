"""Formulas over the fields of a record: "amount * 0.1", "days_until(renewal)", "round(fee / hours, 2)"."""

import ast
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from simpleeval import InvalidExpression, SimpleEval  # type: ignore[import-untyped]

from core import clock

LONGEST = 500
FIGURES = 20
"""Digits before the point that are still shown."""


def _today() -> date:
    return timezone.localtime(clock.now()).date()


def _rounded(number: Any, places: Any = 0) -> Decimal:
    return round(Decimal(number), max(0, min(6, int(places))))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "round": _rounded,
    "min": lambda *several: min(several),
    "max": lambda *several: max(several),
    "abs": abs,
    "days_since": lambda day: Decimal((_today() - day).days),
    "days_until": lambda day: Decimal((day - _today()).days),
    "today": _today,
}


class _Reckoner(SimpleEval):
    """Its figures are decimals: 0.1 + 0.2 is 0.3."""

    def __init__(self, names: Any) -> None:
        super().__init__(names=names, functions=FUNCTIONS)
        self.nodes[ast.Constant] = self._constant

    def _constant(self, node: ast.Constant) -> Any:
        value = super()._eval_constant(node)
        return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def reckon(formula: str, names: Mapping[str, Any]) -> Any:
    """What it comes to; None where something it needs is missing, or it comes to nothing one can write."""
    try:
        found = _Reckoner(dict(names)).eval(formula)
    except (
        InvalidExpression,
        ArithmeticError,
        InvalidOperation,
        TypeError,
        ValueError,
        SyntaxError,
        AttributeError,
        KeyError,
        RecursionError,
    ):
        return None
    if isinstance(found, bool | date | datetime):
        return found
    if isinstance(found, int | Decimal):
        number = Decimal(found)
        return number if number.is_finite() and number.adjusted() < FIGURES else None
    return str(found)[:LONGEST] if found is not None else None


def names_in(formula: str) -> set[str] | None:
    """The fields it speaks of; None where it is no formula."""
    try:
        tree = ast.parse(formula.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    allowed = (
        ast.Expression,
        ast.BinOp,
        ast.UnaryOp,
        ast.BoolOp,
        ast.Compare,
        ast.Call,
        ast.IfExp,
        ast.Name,
        ast.Constant,
        ast.Load,
        ast.operator,
        ast.unaryop,
        ast.boolop,
        ast.cmpop,
    )
    nodes = list(ast.walk(tree))
    if any(not isinstance(node, allowed) or isinstance(node, ast.Pow | ast.LShift | ast.RShift) for node in nodes):
        return None
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    if called - FUNCTIONS.keys() or any(
        isinstance(node, ast.Call) and not isinstance(node.func, ast.Name) for node in nodes
    ):
        return None
    return {node.id for node in nodes if isinstance(node, ast.Name)} - FUNCTIONS.keys()
