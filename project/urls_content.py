"""Uploaded files, on CONTENT_URL: signed links, nothing else."""

from django.urls import path

from files.views.content import content
from project.views import bare_errors

urlpatterns = [path("f/<str:token>", content, name="content")]
handler403, handler404, handler500 = bare_errors.forbidden, bare_errors.not_found, bare_errors.server_error
