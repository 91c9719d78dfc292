from timeline.models.notification import Notification
from timeline.models.push_device import PushDevice
from timeline.models.snippet import Snippet, SnippetFile, SnippetTeam, SnippetUse

__all__ = ["Notification", "PushDevice", "Snippet", "SnippetFile", "SnippetTeam", "SnippetUse"]
