"""Two made-up firms to try the product with, on one's own machine only.

`firms.py` founds them, `story.py` has what was said, `telling.py` lets it happen, `passwords.py` keeps the sign-in.
"""
