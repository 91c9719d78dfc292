from django.urls import path

from files.views import doors

app_name = "files"
urlpatterns = [
    path("<uuid:pk>/", doors.file, name="file"),
    path("<uuid:pk>/thumbnail/", doors.thumbnail, name="thumbnail"),
    path("<uuid:pk>/look/", doors.look, name="look"),
    path("<uuid:pk>/text/", doors.text, name="text"),
    path("<uuid:pk>/square/", doors.square, name="square"),
]
