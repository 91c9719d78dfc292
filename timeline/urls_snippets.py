"""Snippets, under /settings/snippets/."""

from django.urls import path

from timeline.views import snippet_library, snippets

app_name = "snippets"
urlpatterns = [
    path("", snippets.snippets, name="list"),
    path("new/", snippets.new, name="new"),
    path("preview/", snippets.preview, name="preview"),
    path("library/", snippet_library.library, name="library"),
    path("library/removal/", snippet_library.removal, name="library-removal"),
    path("<uuid:id>/", snippets.snippet, name="snippet"),
    path("<uuid:id>/copy/", snippets.copy, name="copy"),
    path("<uuid:id>/deletion/", snippets.deletion, name="deletion"),
]
