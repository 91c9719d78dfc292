from django.urls import path

from timeline.views import devices, digest, notifications

app_name = "timeline"
urlpatterns = [
    path("", notifications.notifications, name="notifications"),
    path("reading/", notifications.reading, name="reading"),
    path("<uuid:id>/reading/", notifications.read_one, name="read_one"),
    path("preferences/", notifications.preferences, name="preferences"),
    path("devices/test/", devices.test, name="devices-test"),
    path("devices/<uuid:id>/end/", devices.end, name="device-end"),
    path("digest/off/<str:token>/", digest.off, name="digest-off"),
]
