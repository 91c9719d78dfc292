"""The design system's pages, in development and tests."""

from django.urls import path

from project.views import design

urlpatterns = [
    path("", design.components, name="design"),
    path("frame/", design.frame, name="design-frame"),
    path("frame/<slug:state>/", design.frame, name="design-frame-state"),
]
