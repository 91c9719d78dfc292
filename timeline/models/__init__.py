from timeline.models.digest import Digest, DigestTurn
from timeline.models.notification import Notification
from timeline.models.push_device import PushDevice
from timeline.models.snippet import Snippet, SnippetFile, SnippetTeam, SnippetUse

__all__ = ["Digest", "DigestTurn", "Notification", "PushDevice", "Snippet", "SnippetFile", "SnippetTeam", "SnippetUse"]
