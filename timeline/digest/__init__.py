"""The digest: a mail that sums up what a person has not read.

moments.py  how often it comes, and when next. Pure.
rounds.py   whose turn it is, every minute, in every firm.
letter.py   the mail: whom it is about, what happened, and the way there; never what was written.
mailing.py  sending it.
leaving.py  the signed link that turns it off.
"""
