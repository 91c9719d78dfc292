"""Macros, under /settings/macros/."""

from django.urls import path

from inbox.views import macro_setup

app_name = "macros"
urlpatterns = [
    path("", macro_setup.macros, name="list"),
    path("new/", macro_setup.new, name="new"),
    path("<uuid:id>/", macro_setup.macro, name="macro"),
    path("<uuid:id>/copy/", macro_setup.copy, name="copy"),
    path("<uuid:id>/deletion/", macro_setup.deletion, name="deletion"),
]
