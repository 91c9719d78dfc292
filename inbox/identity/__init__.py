"""Who a visitor is, by the word of the firm's own server: a signed token (JWT, RFC 7519) that this room checks.

`token.read` is pure: a token, the keys that may have signed it, whom it must be for, and the time.
"""
