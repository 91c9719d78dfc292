from django.urls import path

from crm.views import field_settings as fields

app_name = "fields"
urlpatterns = [
    path("", fields.index, name="list"),
    path("new/", fields.new, name="new"),
    path("<uuid:id>/", fields.field, name="field"),
    path("<uuid:id>/kind/", fields.conversion, name="conversion"),
    path("<uuid:id>/closure/", fields.closure, name="closure"),
]
