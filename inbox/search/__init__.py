"""Finding what was said: words and what is asked (pure), the index of lines, the search itself."""
