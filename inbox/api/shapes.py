"""The shapes in which conversations, their lines and what belongs to them are read and written."""

from typing import Any

from rest_framework import serializers

from crm.models import Contact
from files.models import File
from inbox.models import Attachment, Conversation, Draft, Message, Priority, Tag


class ClientShape(serializers.ModelSerializer[Contact]):
    class Meta:
        model = Contact
        fields = ("id", "name", "email", "phone")


class TagShape(serializers.ModelSerializer[Tag]):
    class Meta:
        model = Tag
        fields = ("id", "name", "colour")


class ConversationShape(serializers.ModelSerializer[Conversation]):
    """`seq` is the newest line, `said_seq` the newest reply or note, `key` its place in a list.

    A snoozed one with `snoozed_until` null waits for the client's reply. `waiting_since` is our reply that has no answer yet,
    `unanswered_since` the client's first message that has none.
    """

    contact = ClientShape(read_only=True)
    tags = TagShape(many=True, read_only=True)
    state = serializers.ChoiceField(choices=("open", "snoozed", "closed", "spam"))
    priority = serializers.ChoiceField(source="priority_code", choices=[each.code for each in Priority])
    unanswered_since = serializers.DateTimeField(source="client_waits_since", allow_null=True)

    class Meta:
        model = Conversation
        fields: Any = (
            "id", "inbox", "contact", "state", "assignee", "team", "created_at", "active_at", "closed_at", "closed_by", "score",
            "snoozed_until", "snoozed_by", "priority", "tags", "waiting_since", "unanswered_since",
            "seq", "said_seq", "reply_seq", "visitor_seen_seq", "preview", "preview_from", "mentioned", "key",
        )  # fmt: skip


class FileShape(serializers.ModelSerializer[File]):
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = File
        fields = ("id", "name", "size", "media_type", "width", "height", "url")


class AttachmentShape(serializers.ModelSerializer[Attachment]):
    file = FileShape(read_only=True)

    class Meta:
        model = Attachment
        fields = ("id", "file")


class PileShape(serializers.Serializer[Any]):
    """All reactions with one emoji: `people` are colleagues; `client`, whether the client is among them."""

    emoji = serializers.CharField()
    count = serializers.IntegerField()
    people = serializers.ListField(child=serializers.IntegerField())
    client = serializers.BooleanField(source="by_client")


class LineShape(serializers.Serializer[Any]):
    """A line: a reply, a note, or an event, whose `sentence` says what happened. A deleted one has no words and no files."""

    id = serializers.UUIDField(source="message.id")
    seq = serializers.IntegerField(source="message.seq")
    kind = serializers.ChoiceField(source="message.kind", choices=Message.Kind.choices)
    author = serializers.IntegerField(source="message.author_id", allow_null=True)
    contact = serializers.UUIDField(source="message.contact_id", allow_null=True)
    body = serializers.CharField(source="message.body")
    event = serializers.CharField(source="message.event")
    sentence = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True)
    mentions = serializers.ListField(source="mention_codes", child=serializers.CharField())
    attachments = AttachmentShape(source="message.attachments", many=True)
    created_at = serializers.DateTimeField(source="message.created_at")
    edited_at = serializers.DateTimeField(source="message.edited_at", allow_null=True)
    deleted_at = serializers.DateTimeField(source="message.deleted_at", allow_null=True)
    deleted_by = serializers.IntegerField(source="message.deleted_by_id", allow_null=True)
    quotes = serializers.UUIDField(source="message.quoted_id", allow_null=True)
    reactions = PileShape(many=True)


class MessageWish(serializers.Serializer[Any]):
    """`id` is a UUID of your own, so that a retry is the same message. `seen` is the newest line you know.

    `snippets` are those whose text is in it: they are counted.
    `mentions` are whom a note names, as "person-12" or "team-3"; "@" and their name in `body` is shown as a mention.
    """

    kind = serializers.ChoiceField(choices=("reply", "note"), default="reply")
    body = serializers.CharField(allow_blank=True, default="", trim_whitespace=False)
    id = serializers.UUIDField(required=False)
    seen = serializers.IntegerField(required=False, min_value=0, max_value=2**53)
    attachments = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=50)
    snippets = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=50)
    quotes = serializers.UUIDField(required=False, help_text="The line this one answers.")
    mentions = serializers.ListField(child=serializers.CharField(max_length=30), required=False, max_length=200)


class AssignmentWish(serializers.Serializer[Any]):
    """One that is not named stays as it is; null is nobody."""

    assignee = serializers.IntegerField(required=False, allow_null=True, help_text="The id of a colleague.")
    team = serializers.IntegerField(required=False, allow_null=True)


class HandoverWish(serializers.Serializer[Any]):
    """`follow`: you are told what is said in it from now on."""

    assignee = serializers.IntegerField(required=False, allow_null=True, help_text="The id of a colleague.")
    team = serializers.IntegerField(required=False, allow_null=True)
    note = serializers.CharField(allow_blank=True, trim_whitespace=False)
    follow = serializers.BooleanField(default=False)


class ReadingShape(serializers.Serializer[Any]):
    seq = serializers.IntegerField(min_value=0, max_value=2**53)


class DraftShape(serializers.ModelSerializer[Draft]):
    class Meta:
        model = Draft
        fields = ("kind", "body", "mentions", "updated_at")


class DraftWish(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=("reply", "note"), default="reply")
    body = serializers.CharField(allow_blank=True, trim_whitespace=False)
    mentions = serializers.ListField(child=serializers.CharField(max_length=30), required=False, max_length=50)


class MentionableShape(serializers.Serializer[Any]):
    """`id` is what a note's `mentions` take."""

    id = serializers.CharField(source="code")
    kind = serializers.ChoiceField(choices=("person", "team"))
    name = serializers.CharField(source="words")
    people = serializers.ListField(child=serializers.IntegerField(), help_text="Who would be told.")


class StepShape(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    who = serializers.CharField()
    what = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class TranscriptShape(serializers.Serializer[Any]):
    text = serializers.CharField()
    html = serializers.CharField()


class UploadWish(serializers.Serializer[Any]):
    file = serializers.FileField(required=False)


class CountsShape(serializers.Serializer[Any]):
    """How many open conversations are yours, how many nobody's, how many are snoozed, and in how many a mention of you is
    unread: "0" … "99", "99+"."""

    mine = serializers.CharField()
    unassigned = serializers.CharField()
    snoozed = serializers.CharField()
    mentions = serializers.CharField()


class OptionShape(serializers.Serializer[Any]):
    value = serializers.JSONField(help_text="A word, or an id.")
    label: Any = serializers.CharField()


class OpShape(serializers.Serializer[Any]):
    """One thing that may be said of a field, and what its value is: one of `options`, a text, a day, or a number."""

    name = serializers.CharField()
    label: Any = serializers.CharField()
    control = serializers.ChoiceField(choices=("choice", "text", "day", "number"))
    options = OptionShape(many=True, required=False)
    unit = serializers.CharField(required=False)
    most = serializers.IntegerField(required=False)


class FieldShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    label: Any = serializers.CharField()
    ops = OpShape(many=True)
