"""The rows of each room."""
