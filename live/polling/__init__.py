"""The visitors' socket for networks that let no socket through: the same words over requests that wait (docs/protocol.md)."""
