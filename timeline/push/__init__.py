"""Web Push: what is new reaches a person's devices with no tab open.

encryption.py  RFC 8291: what the push service carries and cannot read. Pure.
vapid.py       RFC 8292: who sends it. Pure.
endpoints.py   to which push services anything is sent.
message.py     what a lock screen may show.
post.py        one request to a push service, and what its answer means.
base64url.py   bytes as browsers write them. Pure.
sending.py     whom, when, and how often it is tried.
"""
