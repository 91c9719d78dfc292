"""Three faces on three hosts: the agents' app, the visitors' widget, and uploaded content."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from project.environment import host_of

Answer = Callable[[HttpRequest], HttpResponse]


class FaceMiddleware:
    """Pick the URLs by the host. The widget's and the content's hosts never see the agents' pages or cookie."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.faces = {
            host_of(settings.WIDGET_URL): "project.urls_widget",
            host_of(settings.CONTENT_URL): "project.urls_content",
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        urlconf = self.faces.get(host_of(f"//{request.get_host()}"))
        if urlconf:
            request.urlconf = urlconf
            if request.path == "/":
                return HttpResponsePermanentRedirect(settings.PUBLIC_URL)
            request.COOKIES = {}
        return self.get_response(request)
