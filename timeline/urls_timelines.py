from django.urls import path

from timeline.views import timelines

app_name = "timelines"
urlpatterns = [
    path("entries/<uuid:id>/", timelines.editing, name="editing"),
    path("entries/<uuid:id>/deletion/", timelines.deletion, name="deletion"),
    path("<slug:kind>/<uuid:id>/", timelines.entries, name="entries"),
    path("<slug:kind>/<uuid:id>/activities/", timelines.log, name="log"),
]
