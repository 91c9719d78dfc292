"""How the screens look and behave for one person in one firm."""

from typing import Any, ClassVar

from django.db import models


class Preferring(models.Model):
    DEFAULTS: ClassVar[dict[str, Any]] = {
        "theme": "system",
        "density": "cosy",
        "shortcuts": True,
        "sounds": True,
        "undo_send": "auto",
    }
    CHOICES: ClassVar[dict[str, tuple[Any, ...]]] = {
        "theme": ("system", "light", "dark"),
        "density": ("compact", "cosy", "roomy"),
        "shortcuts": (True, False),
        "sounds": (True, False),
        "undo_send": ("auto", "0", "5", "10", "20", "30"),  # seconds in which a reply can be undone
    }

    preferences: Any

    class Meta:
        abstract = True

    def preference(self, name: str) -> Any:
        return self.preferences.get(name, self.DEFAULTS[name])

    def prefer(self, **wishes: Any) -> None:
        """Set preferences; a wish that is none of the choices is left as it was."""
        fitting = {name: wish for name, wish in wishes.items() if wish in self.CHOICES.get(name, ())}
        self.preferences = {**self.preferences, **fitting}
        self.save(update_fields=["preferences"])  # type: ignore[misc]

    def remembered(self, name: str) -> Any:
        """What a room keeps for this person beside their preferences; None where there is nothing."""
        return self.preferences.get("remembered", {}).get(name)

    def remember(self, name: str, value: Any) -> None:
        """Keep a small thing of a room's own: how a list was left, what was folded up."""
        self.preferences = {**self.preferences, "remembered": {**self.preferences.get("remembered", {}), name: value}}
        self.save(update_fields=["preferences"])  # type: ignore[misc]
