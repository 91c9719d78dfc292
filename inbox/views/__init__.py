"""The agents' pages of the inbox, one file a resource."""
