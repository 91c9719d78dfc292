"""A macro as people read it: what each step does, and what it would do in one conversation."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Membership, Team
from accounts.permissions import label_of
from core.errors import Refusal
from inbox.lines import priority_label
from inbox.macro_steps import KINDS, STAY, Work
from inbox.models import Conversation, Macro, Tag
from timeline.filling import missing_in
from timeline.models import Snippet


@dataclass(frozen=True)
class Told:
    """One step: what it does, the words it would write, what stands in its way."""

    icon: str
    sentence: str
    words: str = ""
    files: tuple[str, ...] = ()
    missing: bool = False
    trouble: str = ""
    stays: bool = False


def told(macro: Macro, conversation: Conversation, by: Membership) -> list[Told]:
    """What `macro` would do in `conversation`, step by step; nothing is done."""
    work = Work(by, conversation)
    return [_told(work, step) for step in macro.steps]


def _told(work: Work, step: dict[str, str]) -> Told:
    kind = KINDS[step["do"]]
    try:
        words, snippet = work.words(step) if step["do"] in STAY else ("", None)
        sentence = kind.tell(work, step)
    except Refusal as refusal:
        return Told(kind.icon, str(kind.label), trouble=str(refusal))
    may = work.by.may(kind.permission)
    missing = step["do"] == "reply" and bool(missing_in(words))
    files = tuple(file.name for file in snippet.its_files) if snippet else ()
    return Told(
        kind.icon, sentence, words, files, missing, "" if may else _lacking(kind.permission), step["do"] in STAY
    )


def _lacking(permission: str) -> str:
    return _("This needs the permission “%(label)s”.") % {"label": label_of(permission)}


class Briefly:
    """Steps in a few words each, for lists; the names are asked for once for all of them."""

    def __init__(self, macros: list[Macro]) -> None:
        steps = [step for macro in macros for step in macro.steps]
        whom = [step["to"].split(":") for step in steps if ":" in step.get("to", "")]
        people = [int(key) for name, key in whom if name == "person"]
        teams = [int(key) for name, key in whom if name == "team"]
        snippets = [step["snippet"] for step in steps if "snippet" in step]
        tags = Tag.objects.filter(pk__in=[step["tag"] for step in steps if "tag" in step]).values_list("pk", "name")
        self.tags = {str(pk): name for pk, name in tags}
        self.names: dict[str, Any] = {
            **{f"person:{pk}": name for pk, name in Membership.objects.filter(pk__in=people).values_list("pk", "name")},
            **{f"team:{pk}": name for pk, name in Team.objects.filter(pk__in=teams).values_list("pk", "name")},
        }
        found = Snippet.objects.filter(pk__in=snippets).values_list("pk", "shortcut")
        self.shortcuts = {str(pk): f"#{shortcut}" for pk, shortcut in found}

    def of(self, macro: Macro) -> list[tuple[str, str]]:
        """(icon, words) of each step."""
        return [(KINDS[step["do"]].icon, self._words(step)) for step in macro.steps]

    def _words(self, step: dict[str, str]) -> str:
        label = str(KINDS[step["do"]].label)
        match step["do"]:
            case "reply" | "note":
                return f"{label} {self.shortcuts.get(step['snippet'], '')}".strip() if "snippet" in step else label
            case "assign":
                return f"{label}: {self.names.get(step['to'], step['to'].partition(':')[0])}"
            case "snooze":
                return f"{label}: {step['until']}"
            case "tag" | "untag":
                return f"{'+' if step['do'] == 'tag' else '−'} {self.tags.get(step['tag'], '')}".strip()
            case "priority":
                return priority_label(step["priority"])
        return label
