"""Pipelines to begin with."""

from typing import Any

from django.utils.translation import gettext as _


def sales() -> list[dict[str, Any]]:
    """The usual stages of a sale, in the language of whoever begins."""
    return [
        {"name": _("Enquiry"), "probability": 10, "rot_days": 7},
        {"name": _("First meeting"), "probability": 25, "rot_days": 14},
        {"name": _("Proposal"), "probability": 50, "rot_days": 14},
        {"name": _("Negotiation"), "probability": 75, "rot_days": 21},
        {"name": _("Won"), "kind": "won"},
        {"name": _("Lost"), "kind": "lost"},
    ]
