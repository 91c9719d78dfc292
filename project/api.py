"""The API of every room, under /api/v1/, with its description and a page to read it."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.views import SpectacularAPIView

from project.views.api_docs import docs

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
]
for room in settings.ROOMS:
    if room != "core" and find_spec(f"{room}.api"):
        urlpatterns += import_module(f"{room}.api").urlpatterns
