"""The visitors' face, on WIDGET_URL: no session and no agents' cookie."""

from django.urls import include, path

from project.views import bare_errors

urlpatterns = [path("widget/", include("inbox.urls_widget"))]
handler403, handler404, handler500 = bare_errors.forbidden, bare_errors.not_found, bare_errors.server_error
