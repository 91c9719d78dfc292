"""The visitors' face, on WIDGET_URL: no session, no cookie; a token in a header, made here and kept as a hash."""
