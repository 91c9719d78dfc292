"""What a person may be allowed to do. Rooms declare their permissions in their policies.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Permission:
    """One thing that roles allow. `roles` names the built-in roles below admin that have it from the start."""

    code: str
    label: Any
    roles: frozenset[str] = frozenset()


_declared: dict[str, Permission] = {}


def declare(*permissions: Permission) -> None:
    for permission in permissions:
        _declared[permission.code] = permission


def declared() -> list[Permission]:
    return sorted(_declared.values(), key=lambda permission: permission.code)


def label_of(code: str) -> Any:
    return _declared[code].label if code in _declared else code


def kinds_with(code: str) -> set[str]:
    """The built-in roles that allow `code`."""
    return {"owner", "admin", *_declared[code].roles}


def granted_to(kind: str) -> frozenset[str]:
    """The codes of a built-in role: owner and admin have all."""
    everything = kind in ("owner", "admin")
    return frozenset(code for code, permission in _declared.items() if everything or kind in permission.roles)


def known(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(codes) & _declared.keys()
