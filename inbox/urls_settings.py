"""Setting up inboxes and their widgets, under /settings/inboxes/."""

from django.urls import path

from inbox.views import abuse, follow_up, identity, proactive, rules, setup

app_name = "inbox_setup"
urlpatterns = [
    path("", setup.inboxes, name="inboxes"),
    path("follow-up/", follow_up.follow_up, name="follow-up"),
    path("writing/", rules.rules, name="rules"),
    path("blocked/", abuse.blocks, name="blocks"),
    path("blocked/<uuid:id>/lifting/", abuse.lifting, name="lifting"),
    path("<uuid:id>/", setup.inbox, name="inbox"),
    path("<uuid:id>/hours/", setup.hours, name="hours"),
    path("<uuid:id>/messages/", proactive.messages, name="proactive"),
    path("<uuid:id>/messages/<uuid:message>/", proactive.message, name="proactive-message"),
    path("<uuid:id>/messages/<uuid:message>/place/", proactive.place, name="proactive-place"),
    path("<uuid:id>/messages/<uuid:message>/removal/", proactive.removal, name="proactive-removal"),
    path("<uuid:id>/closing/", setup.closing, name="closing"),
    path("<uuid:id>/opening/", setup.opening, name="opening"),
    path("<uuid:id>/identity/", identity.identity, name="identity"),
    path("<uuid:id>/identity/requirement/", identity.requirement, name="identity-requirement"),
    path("<uuid:id>/identity/<uuid:key>/ending/", identity.ending, name="identity-ending"),
]
