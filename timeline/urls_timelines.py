from django.urls import path

from timeline.views import timelines

app_name = "timelines"
urlpatterns = [
    path("entries/<uuid:id>/", timelines.editing, name="editing"),
    path("entries/<uuid:id>/deletion/", timelines.deletion, name="deletion"),
    path("entries/<uuid:id>/pin/", timelines.pin, name="pin"),
    path("<slug:kind>/<uuid:id>/pins/", timelines.pins, name="pins"),
    path("<slug:kind>/<uuid:id>/also/", timelines.also_on, name="also"),
    path("<slug:kind>/<uuid:id>/", timelines.entries, name="entries"),
    path("<slug:kind>/<uuid:id>/activities/", timelines.log, name="log"),
]
