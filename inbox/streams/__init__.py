"""What a browser may subscribe to in the inbox, and what it is told: colleagues here, the client apart."""

from inbox.streams import agents, inboxes, looks, macros, names, views, visitor

__all__ = ["agents", "inboxes", "looks", "macros", "names", "views", "visitor"]
