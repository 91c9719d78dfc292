from django.urls import path

from live.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.page, name="page"),
    path("<uuid:pk>/cancellation/", views.cancellation, name="cancellation"),
]
