"""Made-up people and words for the design pages: ordinary, long, hostile, right to left."""

from datetime import datetime, timedelta
from typing import Any

from core.nav import NavItem, NavLink

LONG = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft "
    "und https://example.org/a/very/long/address/that/never/ends/without/a/single/space/to/break/at?and=it&goes=on"
)
PEOPLE = [
    {"name": "Alice Moreau", "key": 1, "presence": "online"},
    {"name": "Bob Keller", "key": 2, "presence": "busy"},
    {"name": "Carol Ndiaye", "key": 3, "presence": "away"},
    {"name": "دورا حداد", "key": 4, "presence": "online"},
    {"name": "Eve", "key": 5, "presence": ""},
    {"name": "Björn-Åke Östlund", "key": 6, "presence": ""},
]
SWATCHES = [
    "ink", "ink-soft", "ink-faint", "paper", "paper-raised", "paper-sunk", "paper-hover", "line", "line-strong",
    "accent", "accent-ink", "accent-soft", "good", "good-soft", "warn", "warn-soft", "bad", "bad-soft", "note", "note-line",
]  # fmt: skip
NAV = [
    NavLink(
        item=NavItem(name=name, label=label, icon=icon, url="design-frame", shortcut=keys),
        href=f"#{name}",
        current=name == "inbox",
        unread=name == "bell",
    )
    for name, label, icon, keys in (
        ("inbox", "Inbox", "inbox", "g i"),
        ("contacts", "Contacts", "users", "g c"),
        ("bell", "Notifications", "bell", "g n"),
        ("settings", "Settings", "settings", "g s"),
    )
]
BRANDS = ["teal", "navy", "plum", "orange", "lime", "black"]
SCRIPT = "<script>alert('hello')</script>"


def conversations(now: datetime) -> list[dict[str, Any]]:
    rows = [
        ("Nadia Rahman", "Could we move the steering meeting to Thursday?", 2, "chat", True, "Alice Moreau"),
        ("Jonas Weber", "The signed statement of work is attached.", 14, "chat", True, ""),
        ("Visitor from Lisbon", "Do you work with public tenders?", 37, "chat", False, "Bob Keller"),
        ("ليلى منصور", "شكراً جزيلاً، هذا واضح الآن.", 95, "chat", False, "Carol Ndiaye"),
        (LONG.split()[0], LONG, 60 * 26, "form", False, ""),
        (SCRIPT, SCRIPT, 60 * 30, "email", False, "Alice Moreau"),
        ("Priya Shah", "Perfect, see you then.", 60 * 49, "phone", False, "Bob Keller"),
        ("Tomás Ribeiro", "Invoice 2026-114 looks right to us.", 60 * 74, "email", False, "Alice Moreau"),
        ("Hannah Vogel", "We compared both options and prefer the second one.", 60 * 98, "chat", False, "Carol Ndiaye"),
        ("Visitor from Oslo", "Hello?", 60 * 120, "chat", False, ""),
        ("Marek Novák", "You: I will send the agenda tomorrow morning.", 60 * 150, "sms", False, "Alice Moreau"),
    ]
    return [
        {"id": f"row-{n}", "key": n, "name": name, "line": line, "at": now - timedelta(minutes=ago), "channel": channel,
         "unread": unread, "assignee": assignee, "current": n == 0}
        for n, (name, line, ago, channel, unread, assignee) in enumerate(rows)
    ]  # fmt: skip


def messages(now: datetime) -> list[dict[str, Any]]:
    said = [
        ("theirs", "Nadia Rahman", 90, 46, "Good morning. Is the draft of the operating model ready for Thursday?"),
        ("ours", "Bob Keller", 2, 41, "Good morning Nadia. Yes: the draft is with our second reader until noon."),
        (
            "note",
            "Carol Ndiaye",
            3,
            38,
            "She also asked about the fee note last week. Careful with the numbers in section 4.",
        ),
        ("ours", "Alice Moreau", 1, 21, "It is done. I attach it here, with a page on what changed since February."),
        ("theirs", "Nadia Rahman", 90, 6, "Thank you, that was quick."),
        (
            "theirs",
            "Nadia Rahman",
            90,
            2,
            "Could we move the steering meeting to Thursday? Our CFO can only join then.",
        ),
    ]
    return [
        {"id": f"message-{n}", "key": n, "kind": kind, "author": author, "author_id": author_id,
         "at": now - timedelta(minutes=ago), "body": body, "file": n == 3}
        for n, (kind, author, author_id, ago, body) in enumerate(said)
    ]  # fmt: skip
