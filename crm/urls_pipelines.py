from django.urls import path

from crm.views import pipelines

app_name = "pipelines"
urlpatterns = [
    path("", pipelines.index, name="list"),
    path("new/", pipelines.new, name="new"),
    path("<uuid:id>/", pipelines.pipeline, name="pipeline"),
    path("<uuid:id>/closure/", pipelines.closure, name="closure"),
]
