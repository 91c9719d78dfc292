"""Words that would become markup, an attribute, a script or a template, if anything let them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, F, Model, TextField, Value
from django.db.models.functions import Cast as ToText
from django.db.models.functions import Concat, Right

from accounts.models import Firm
from core.models import FirmModel

MARK = "data-hostile"
LONG = f'</title></textarea></script>--><b {MARK} onclick=x>"\'><i {MARK} title="{{{{ 7|add:42 }}}}'
MIDDLE = f"\"'><b {MARK}>"
SHORT = "\"'><b x"
SCRIPT_ADDRESS = "javascript:alert(1)"

# Text that programs write and no person types. What is in neither list counts as typed.
MACHINE = {
    "accounts.ApiToken": {"token_hash", "ending"},
    "accounts.Invitation": {"token_hash", "mail_hash"},
    "accounts.KeptReply": {"key", "request_hash"},
    "accounts.Membership": {"time_zone"},
    "files.File": {"sha256", "media_type"},
    "inbox.Batch": {"deed"},
    "inbox.Conversation": {"preview_from"},
    "inbox.IdentityKey": {"ending"},
    "inbox.Inbox": {"accent"},
    "inbox.IndexedLine": {"side"},
    "inbox.Message": {"event"},
    "inbox.Draft": {"kind"},
    "inbox.Reaction": {"emoji"},
    "inbox.Tag": {"key"},
    "inbox.View": {"icon", "colour", "sort"},
    "inbox.Visitor": {"token_hash", "identified_by", "address"},
    "live.Job": {"kind"},
    "timeline.Snippet": {"library"},
    "timeline.PushDevice": {"endpoint", "p256dh", "auth", "session"},
    "timeline.Notification": {"kind", "subject_type", "subject_id"},
    "timeline.Entry": {"kind", "subject_type", "source_type", "via_type"},
    "crm.Association": {"one_type", "other_type"},
    "crm.Deal": {"rank", "currency"},
    "crm.Field": {"of", "key"},
    "crm.FieldValue": {"text", "only"},
    "crm.Import": {"region"},
    "crm.ImportKey": {"key"},
    "crm.Apart": {"of"},
    "crm.Merge": {"of"},
    "crm.MergedRow": {"place"},
    "crm.Pipeline": {"holds", "currency"},
    "crm.Point": {"of", "kind", "value"},
    "crm.RecordWord": {"kind", "word"},
    "crm.StageInterval": {"card_type", "currency"},
    "crm.StageTotal": {"currency"},
}


def typed_fields() -> Iterator[tuple[type[Model], CharField | TextField]]:
    """Every text column of a firm that a person's words may reach."""
    yield Firm, Firm._meta.get_field("name")
    for model in apps.get_models():
        if issubclass(model, FirmModel) and model._meta.app_label in settings.ROOMS and model._meta.managed:
            for field in model._meta.local_fields:
                is_text = isinstance(field, CharField | TextField) and not field.primary_key and not field.choices
                if is_text and field.name not in MACHINE.get(model._meta.label, ()):
                    yield model, field


def fill_everything() -> None:
    """Write hostile words into every typed column of the firm in scope. Behind them each row keeps its own."""
    for model, field in typed_fields():
        room = field.max_length or 10_000
        words = hostile(room)
        own = Right(ToText(F("pk"), CharField()), min(12, room - len(words)))
        value = Concat(Value(words), own, output_field=TextField()) if len(words) < room else Value(words)
        model._base_manager.all().update(**{field.name: value})


def hostile(room: int) -> str:
    fitting = [words for words in (LONG, MIDDLE) if len(words) + 12 <= room]
    return fitting[0] if fitting else SHORT[:room]


class Reader(HTMLParser):
    """Reads a page as a browser would, and notes what the words have become."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == MARK or name.startswith("on") or '"' in name or "'" in name:
                self.found.append(self.get_starttag_text() or tag)
            if name in ("href", "src", "action", "formaction") and (value or "").strip().lower().startswith(
                "javascript:"
            ):
                self.found.append(self.get_starttag_text() or tag)


def markup_in(page: Any) -> list[str]:
    return Reader(page).found
