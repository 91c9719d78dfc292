from django.urls import path

from project.selfcheck import views

app_name = "selfcheck"
urlpatterns = [
    path("", views.page, name="page"),
    path("checks/", views.checks, name="checks"),
    path("clock/", views.server_clock, name="clock"),
]
