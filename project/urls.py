"""The agents' pages and API, on PUBLIC_URL."""

from django.conf import settings
from django.urls import include, path

from project.views import errors
from project.views.offline import offline

urlpatterns = [
    path("", include("project.pages")),
    path("accounts/", include("accounts.urls")),
    path("settings/inboxes/", include("inbox.urls_settings")),
    path("settings/macros/", include("inbox.urls_macros")),
    path("settings/snippets/", include("timeline.urls_snippets")),
    path("settings/pipelines/", include("crm.urls_pipelines")),
    path("settings/fields/", include("crm.urls_fields")),
    path("settings/tags/", include("inbox.urls_tags")),
    path("settings/security/", include("allauth.mfa.urls")),
    path("settings/", include("accounts.urls_settings")),
    path("live/", include("live.urls")),
    path("offline/", offline, name="offline"),
    path("files/", include("files.urls")),
    path("", include("crm.urls")),
    path("inbox/", include("inbox.urls")),
    path("notifications/", include("timeline.urls")),
    path("timelines/", include("timeline.urls_timelines")),
    path("work/", include("live.jobs.urls")),
    path("self-check/", include("project.selfcheck.urls")),
    path("api/v1/", include("project.api")),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("design/", include("project.urls_design")))

handler403, handler404, handler500 = errors.forbidden, errors.not_found, errors.server_error
