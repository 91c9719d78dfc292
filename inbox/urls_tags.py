"""Setting up tags, under /settings/tags/."""

from django.urls import path

from inbox.views import tag_setup

app_name = "inbox_tags"
urlpatterns = [
    path("", tag_setup.tags, name="tags"),
    path("<uuid:id>/", tag_setup.tag, name="tag"),
    path("<uuid:id>/merging/", tag_setup.merging, name="merging"),
    path("<uuid:id>/removal/", tag_setup.removal, name="removal"),
]
