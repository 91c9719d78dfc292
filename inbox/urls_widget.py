"""The widget under /widget/ of WIDGET_URL. The socket /widget/live is live/routing.py's."""

from django.urls import path

from inbox.views.widget import (
    attachments,
    closure,
    config,
    contact,
    conversation,
    frame,
    identity,
    loader,
    look,
    messages,
    reactions,
    reading,
    session,
    ticket,
    track,
    transcript,
)

urlpatterns = [
    path("loader.js", loader.loader, name="widget-loader"),
    path("config/<uuid:key>", config.config, name="widget-config"),
    path("frame/<uuid:key>", frame.frame, name="widget-frame"),
    path("preview/<uuid:key>", frame.preview, name="widget-preview"),
    path("api/session", session.session, name="widget-session"),
    path("api/identity", identity.identity, name="widget-identity"),
    path("api/ticket", ticket.ticket, name="widget-ticket"),
    path("api/conversation", conversation.conversation, name="widget-conversation"),
    path("api/messages", messages.messages, name="widget-messages"),
    path("api/messages/<uuid:id>/reactions", reactions.reactions, name="widget-reactions"),
    path("api/reading", reading.reading, name="widget-reading"),
    path("api/attachments", attachments.attachments, name="widget-attachments"),
    path("api/attachments/<uuid:id>", attachments.attachment, name="widget-attachment"),
    path("api/contact", contact.contact, name="widget-contact"),
    path("api/closure", closure.closure, name="widget-closure"),
    path("api/rating", closure.rating, name="widget-rating"),
    path("api/transcript", transcript.transcript, name="widget-transcript"),
    path("api/look", look.look, name="widget-look"),
    path("api/track", track.track, name="widget-track"),
]
