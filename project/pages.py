"""The first page, and the set-up guide."""

from django.urls import path

from project.views import guide

urlpatterns = [
    path("", guide.home, name="home"),
    path("guide/", guide.guide, name="guide"),
    path("guide/steps/", guide.steps, name="guide-steps"),
]
