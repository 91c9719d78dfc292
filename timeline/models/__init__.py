from timeline.models.activity import Activity
from timeline.models.digest import Digest, DigestTurn
from timeline.models.entry import Entry
from timeline.models.notification import Notification
from timeline.models.push_device import PushDevice
from timeline.models.snippet import Snippet, SnippetFile, SnippetTeam, SnippetUse

__all__ = [
    "Activity",
    "Digest",
    "DigestTurn",
    "Entry",
    "Notification",
    "PushDevice",
    "Snippet",
    "SnippetFile",
    "SnippetTeam",
    "SnippetUse",
]
