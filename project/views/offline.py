"""What a browser shows when it cannot reach us: fetched beforehand and kept by project/frontend/worker.ts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "frame/offline.html")
