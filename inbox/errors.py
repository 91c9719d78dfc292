"""What can be refused in the inbox, each with a sentence for the person.

InboxError
├── ThreadMoved        the thread has lines the author had not seen
├── EmptyMessage       nothing to send
├── MessageTooLong     over Message.MAX_LENGTH characters
├── BlankLeft          a snippet's blank that nothing filled
├── IdTaken            the browser's id belongs to a different message
├── UnknownAttachment  a file that is not waiting in this conversation
├── CannotQuote        a note in a reply, what was deleted, or a line of another conversation
├── CannotReact        a message that was deleted, or that this person does not see
├── NotAnEmoji         a reaction that is not exactly one emoji
├── TooManyReactions   over Reaction.MOST of one person on one message
├── CannotChange       somebody else's message, or one that was sent too long ago
├── NotInTheBin        a deleted message whose words are gone for good
├── BadWindow          no time within which a reply may be changed
├── CannotTake         a person or team who could not see the conversation
├── NobodyTakes        a hand-over to nobody
├── CannotFollow       a person who could not see the conversation
├── ClosedIsNotSnoozed a closed conversation
├── SnoozedIntoThePast a moment that is over
├── SnoozedTooFar      a moment more than five years ahead
├── BadFollowUp        no number of days from 0 to 365
├── NoSuchMoment       words that name no moment
├── NoSuchPriority     none of the five
├── TagNeedsName       a tag without a name
├── TagNameTaken       another tag of the firm is called so
├── NoSuchColour       none of the colours of tags
├── NoSuchTag          a tag that is not there
├── TooManyTags        more than Tag.MOST on one conversation
├── MergedIntoItself   a tag and the same one
├── CannotMention      a person or team who could not see the conversation
├── TooManyMentions    more than fifty named in one note
├── MentionInReply     a mention in what the client would read
├── InboxClosed        it takes no more messages from visitors
├── InboxNeedsName     an inbox without a name
├── InboxNameTaken     another inbox of the firm is called so
├── BadColour          no colour of the form #0f6e6e
├── BadHours           hours that overlap, or days that end before they begin
├── BadPlace           neither the start nor the end, or further than 200 pixels from the edge
├── BadRouting         no way to give conversations out, or more than 1,000 for one colleague
├── BadScore           a rating that is not 1 to 5
├── CommentTooLong     of a rating
├── NotToBeRated       open, or of an inbox that does not ask
├── RatingSettled      a rating is a day old
├── NothingAnswered    a transcript by mail before anybody answered
├── NoAddress          a transcript by mail without an address
├── BadOrigin          no address of a site
├── NotYoursToSend     a colleague's reply that waits
├── TooManyScheduled   more replies wait than one person may have
├── NoMoment           no date and time
├── TooLate            a time that has passed
├── TooFarAhead        a time beyond a year
├── SameConversation   a conversation with itself
├── AlreadyMerged      it is part of another one, or its own again
├── NotTheSameClient   conversations with two clients
├── NothingToSplit     no reply or note that could move
├── NothingStays       all that was said would move
├── IdentityRequired   the inbox takes messages of signed-in visitors alone
├── TooManyKeys        an inbox has two living identity keys at most
├── BadPublicKey       no public key of the kind that was chosen
├── PrivateKeyPasted   a secret where a public key belongs
├── NothingToFind      a search without a word
├── TooMuchToFind      a search for more than twenty words
├── NoSuchInbox        a search in an inbox this person does not see
├── BadFilter          a filter that says nothing this list can be asked for
├── FilterTooSlow      a filter that takes the database too long
├── NoSuchSort         an order that lists do not know
├── ViewNeedsName      a view without a name
├── ViewNeedsFilter    a view that filters nothing
├── TooManyViews       more views than one person may have
├── BadBulk            something that cannot be done to many conversations at once
├── CannotUndo         what is still under way
└── MacroError
    ├── MacroNeedsName     a macro without a name
    ├── MacroNeedsSteps    it would do nothing
    ├── MacroTooLong       more than 20 steps
    ├── BadStep            a step that could never be done
    ├── StepRefused        a step that cannot be done here: nothing of the macro was
    ├── MacroTeamMissing   shared with teams, but with none
    └── NotYourMacro       for the whole firm or a foreign team, without the right
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class InboxError(Refusal):
    code = "inbox"


class ThreadMoved(InboxError):
    """The send guard: `newer` are the lines by others that the author had not seen."""

    status = 409
    code = "thread_moved"
    sentence = _("This conversation has moved on. Read what came, then send again to send anyway.")

    def __init__(self, newer: list[Any]) -> None:
        self.newer = newer
        self.more = {"seen": newer[-1].seq, "newer": [str(line.pk) for line in newer]}


class EmptyMessage(InboxError):
    code = "empty"
    sentence = _("There is nothing to send yet. Write something or add a file.")


class MessageTooLong(InboxError):
    code = "too_long"
    sentence = _("This message is longer than 20,000 characters. Shorten it, or send it as a file.")


class BlankLeft(InboxError):
    """`missing` are the marks as they stand in the text."""

    code = "blank_left"

    def __init__(self, missing: list[str]) -> None:
        self.more = {"missing": missing}
        self.sentence = _("Fill in %(mark)s before you send this: the client would read it as it stands.") % {
            "mark": missing[0]
        }


class IdTaken(InboxError):
    status = 409
    code = "id_taken"
    sentence = _("This message id is in use already. Reload the page and send again.")


class UnknownAttachment(InboxError):
    code = "unknown_attachment"
    sentence = _("A file of this message is no longer there. Add it again.")


class NoFile(InboxError):
    code = "no_file"
    sentence = _("No file came along. Choose one, then try again.")


class CannotQuote(InboxError):
    code = "cannot_quote"
    sentence = _("A reply can quote only what the client sees. Write a note instead, or take the quote off.")


class CannotReact(InboxError):
    code = "cannot_react"
    sentence = _("This message was deleted. There is nothing to react to.")


class NotAnEmoji(InboxError):
    code = "not_an_emoji"
    sentence = _("A reaction is one emoji. Choose one from the list.")


class TooManyReactions(InboxError):
    code = "too_many_reactions"
    sentence = _("You have put five emoji on this message. Take one off first.")


class CannotChange(InboxError):
    status = 403
    code = "cannot_change"
    sentence = _(
        "This can no longer be changed by you. Authors may change their notes, and a reply for as long as your firm allows."
    )


class NotInTheBin(InboxError):
    status = 410
    code = "not_in_the_bin"
    sentence = _("This was deleted over 30 days ago. Its words are gone for good.")


class BadWindow(InboxError):
    code = "bad_window"
    sentence = _("Give the time in whole minutes, from 0 (never) to 10080 (a week).")


class CannotTake(InboxError):
    code = "cannot_take"
    sentence = _("They do not see this inbox. Choose somebody else, or ask an admin to add them to its team.")


class NobodyTakes(InboxError):
    code = "nobody_takes"
    sentence = _("Choose a colleague or a team to hand it over to.")


class CannotFollow(InboxError):
    code = "cannot_follow"
    sentence = _(
        "They do not see this inbox, so they cannot follow what is said in it. Ask an admin to add them to its team."
    )


class ClosedIsNotSnoozed(InboxError):
    status = 409
    code = "closed_is_not_snoozed"
    sentence = _("This conversation is closed. Open it again to snooze it.")


class SnoozedIntoThePast(InboxError):
    code = "snoozed_into_the_past"
    sentence = _("This moment is over already. Choose one that is still to come.")


class SnoozedTooFar(InboxError):
    code = "snoozed_too_far"
    sentence = _("This is more than five years ahead. Choose a moment that is nearer.")


class BadFollowUp(InboxError):
    code = "bad_follow_up"
    sentence = _("Choose from 0 to 365 days. 0 is never.")


class NoSuchMoment(InboxError):
    """`text` is what was written."""

    code = "no_such_moment"
    sentence = _("“%(text)s” names no moment. Write it as 3d, 2h, tomorrow, fri 9 or 2027-01-31 14:00.")

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return str(self.sentence) % {"text": self.text[:40]}


class NoSuchPriority(InboxError):
    code = "no_such_priority"
    sentence = _("There is no such priority. Choose none, low, medium, high or urgent.")


class TagNeedsName(InboxError):
    code = "tag_needs_name"
    sentence = _("Give the tag a name.")


class TagNameTaken(InboxError):
    """`text` is the name."""

    status = 409
    code = "tag_name_taken"
    sentence = _("There is a tag “%(text)s” already. Choose another name, or merge the two.")

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return str(self.sentence) % {"text": self.text[:80]}


class NoSuchColour(InboxError):
    code = "no_such_colour"
    sentence = _("A tag has no such colour. Choose one of those that are shown.")


class NoSuchTag(InboxError):
    """`text` is how it was called; without one, it was chosen from a list that is older."""

    code = "no_such_tag"
    sentence = _("There is no tag that is called “%(text)s”. Leave out “tag:”, or name another.")
    gone = _("This tag is not there any more. Open the list again.")

    def __init__(self, text: str = "") -> None:
        self.text = text

    def __str__(self) -> str:
        return str(self.sentence) % {"text": self.text[:80]} if self.text else str(self.gone)


class TooManyTags(InboxError):
    code = "too_many_tags"
    sentence = _("A conversation has at most 50 tags. Take one off first.")


class MergedIntoItself(InboxError):
    code = "merged_into_itself"
    sentence = _("This is the same tag. Choose another one to merge it into.")


class CannotMention(InboxError):
    code = "cannot_mention"
    sentence = _(
        "Somebody you mention cannot see this inbox, or is not there any more. Take the mention out, then try again."
    )


class TooManyMentions(InboxError):
    code = "too_many_mentions"
    sentence = _("A note can mention up to 50 people and teams. Mention a team instead of its people.")


class MentionInReply(InboxError):
    code = "mention_in_reply"
    sentence = _("Only a note can mention colleagues. Write a note, or take the mention out.")


class InboxClosed(InboxError):
    status = 403
    code = "inbox_closed"
    sentence = _("This chat is closed. Please reach us another way.")


class InboxNeedsName(InboxError):
    code = "inbox_needs_name"
    sentence = _("Give the inbox a name.")


class InboxNameTaken(InboxError):
    status = 409
    code = "inbox_name_taken"
    sentence = _("Another inbox has this name. Choose a different one.")


class BadColour(InboxError):
    code = "bad_colour"
    sentence = _("Write the colour as # and six digits, such as #0f6e6e.")


class BadHours(InboxError):
    code = "bad_hours"
    sentence = _(
        "Give each stretch of hours a start and a later end, and let them not overlap."
        " Closed days are dates, the last not before the first."
    )


class BadRouting(InboxError):
    code = "bad_routing"
    sentence = _(
        "Conversations go to nobody, in turn, or to whoever has least; to each at most 1,000, and 0 is no limit."
    )


class BadPlace(InboxError):
    code = "bad_place"
    sentence = _("The button stands at the start or the end of a line, and 0 to 200 pixels from the edge.")


class BadScore(InboxError):
    code = "bad_score"
    sentence = _("Choose one of the five, from 1 to 5.")


class CommentTooLong(InboxError):
    code = "comment_too_long"
    sentence = _("This is longer than 1,000 characters. Shorten it, or write it as a message.")


class NotToBeRated(InboxError):
    status = 409
    code = "not_to_be_rated"
    sentence = _("This conversation is open, so there is nothing to rate yet.")


class RatingSettled(InboxError):
    status = 409
    code = "rating_settled"
    sentence = _("Your rating is kept. It can be changed for a day only; write to us instead.")


class NothingAnswered(InboxError):
    status = 409
    code = "nothing_answered"
    sentence = _("Nobody has answered yet. Once somebody did, the conversation can be sent to you.")


class NoAddress(InboxError):
    status = 409
    code = "no_address"
    sentence = _("Leave your email address under “Your details” first.")


class Unreadable(InboxError):
    """Its sentence quotes `text`, what was written, as far as that is short."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return str(self.sentence) % {"text": self.text[:100]}


class BadOrigin(Unreadable):
    code = "bad_origin"
    sentence = _("“%(text)s” is no address of a website. Write it as https://www.example.com, one a line.")


class BadPages(Unreadable):
    code = "bad_pages"
    sentence = _(
        "“%(text)s” names no page. Write /prices for one page, /prices* for all that begin so, at most 20 lines."
    )


class BadProactive(InboxError):
    code = "bad_proactive"
    sentence = _(
        "A message comes after 0 to 3,600 seconds, to everyone, first, returning or known, for each visitor or visit once."
    )


class ProactiveTooLong(InboxError):
    code = "too_long"
    sentence = _("This message is longer than 300 characters. Shorten it: it stands over somebody's page.")


class TooManyProactive(InboxError):
    code = "too_many"
    sentence = _("An inbox has at most 20 messages of its own. Remove one that is not used any more.")


class NotYoursToSend(InboxError):
    status = 403
    code = "not_yours_to_send"
    sentence = _("This reply is a colleague’s. Ask them, or write one of your own.")


class TooManyScheduled(InboxError):
    code = "too_many_scheduled"
    sentence = _("200 replies of yours wait to be sent. Send or take back some of them first.")


class NoMoment(InboxError):
    code = "no_moment"
    sentence = _("Choose a date and a time.")


class TooLate(InboxError):
    code = "too_late"
    sentence = _("This time has passed. Choose a later one.")


class TooFarAhead(InboxError):
    code = "too_far_ahead"
    sentence = _("Choose a time within a year.")


class SameConversation(InboxError):
    code = "same_conversation"
    sentence = _("This is the same conversation. Choose another one.")


class AlreadyMerged(InboxError):
    status = 409
    code = "already_merged"
    sentence = _("Somebody has merged or separated these conversations meanwhile. Reload, and look again.")


class NotTheSameClient(InboxError):
    code = "not_the_same_client"
    sentence = _("These are conversations with two clients. Each would read what the other wrote, so they stay apart.")


class NothingToSplit(InboxError):
    code = "nothing_to_split"
    sentence = _("Choose a reply or a note of this conversation to begin the new one with.")


class NothingStays(InboxError):
    code = "nothing_stays"
    sentence = _("All of the conversation would move. Begin the new one with a later message.")


class IdentityRequired(InboxError):
    status = 403
    code = "identity_required"
    sentence = _("Please sign in on this website, then write to us here.")


class TooManyKeys(InboxError):
    status = 409
    code = "too_many_keys"
    sentence = _("This inbox has two active keys. End the one that is no longer in use, then make a new one.")


class BadPublicKey(InboxError):
    code = "bad_public_key"
    sentence = _(
        "This is no public key of the chosen kind. Paste it in PEM: “-----BEGIN PUBLIC KEY-----” and what follows;"
        " P-256 for ES256, Ed25519 for EdDSA."
    )


class PrivateKeyPasted(InboxError):
    code = "private_key_pasted"
    sentence = _(
        "This is a private key, which should never leave your server. It was not kept. Make a new pair, and paste the"
        " public half here."
    )


class NothingToFind(InboxError):
    code = "nothing_to_find"
    sentence = _("Write a word or a number to look for.")


class TooMuchToFind(InboxError):
    code = "too_much_to_find"
    sentence = _("This is more than one search can take. Keep the most telling words, up to 20.")


class NoSuchInbox(InboxError):
    """`text` is how it was called."""

    code = "no_such_inbox"
    sentence = _("You see no inbox that is called “%(text)s”. Leave out “in:”, or name another.")

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return str(self.sentence) % {"text": self.text[:80]}


class BadFilter(InboxError):
    """`why` is a sentence that says what is wrong with it."""

    code = "bad_filter"

    def __init__(self, why: str) -> None:
        self.why = why

    def __str__(self) -> str:
        return self.why


class FilterTooSlow(InboxError):
    status = 503
    code = "filter_too_slow"
    sentence = _("This filter takes too long. Add a condition that narrows it down, such as an inbox or a time.")


class NoSuchSort(InboxError):
    code = "no_such_sort"
    sentence = _("Lists are not sorted that way. Choose one of the menu.")


class MacroError(InboxError):
    code = "macro"
    field = "name"
    """The field of the form that this is about."""


class MacroNeedsName(MacroError):
    code = "macro_needs_name"
    sentence = _("Give the macro a name.")


class MacroNeedsSteps(MacroError):
    code, field = "macro_needs_steps", "steps"
    sentence = _("Add a step: a macro does something.")


class MacroTooLong(MacroError):
    code, field = "macro_too_long", "steps"
    sentence = _("A macro has up to 20 steps. Make two of it.")


class BadStep(MacroError):
    """`why` is a sentence; `number` counts from 1."""

    code, field = "bad_step", "steps"

    def __init__(self, number: int, why: Any) -> None:
        self.more = {"step": number}
        self.sentence = _("Step %(number)s: %(why)s") % {"number": number, "why": why}


class StepRefused(MacroError):
    """`refusal` is why; nothing of the macro was done."""

    code = "step_refused"

    def __init__(self, number: int, label: Any, refusal: Any) -> None:
        self.status = getattr(refusal, "status", 422)
        self.more = {"step": number, "why": getattr(refusal, "code", "refused")}
        said = {"number": number, "label": label, "why": str(refusal)}
        self.sentence = _("Nothing was done. Step %(number)s, %(label)s: %(why)s") % said


class MacroTeamMissing(MacroError):
    code, field = "no_team", "teams"
    sentence = _("Choose the teams that may use it, or share it another way.")


class NotYourMacro(MacroError):
    status = 403
    code, field = "not_your_macro", "sharing"
    sentence = _("You share with teams you are in. An admin can share with other teams and the whole firm.")


class ViewNeedsName(InboxError):
    code = "view_needs_name"
    sentence = _("Give the view a name.")


class ViewNeedsFilter(InboxError):
    code = "view_needs_filter"
    sentence = _("Filter the list first, then save it as a view.")


class TooManyViews(InboxError):
    code = "too_many_views"
    sentence = _("You have 100 views. Remove one that you need no more.")


class BadBulk(InboxError):
    """`why` is a sentence that says what is wrong with it."""

    code = "bad_bulk"

    def __init__(self, why: str) -> None:
        self.why = why

    def __str__(self) -> str:
        return self.why


class CannotUndo(InboxError):
    status = 409
    code = "cannot_undo"
    sentence = _("This is still under way. Cancel it, then undo what was done.")
