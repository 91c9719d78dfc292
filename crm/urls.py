from django.urls import path

from crm.views import contacts

app_name = "crm"
urlpatterns = [
    path("", contacts.contacts, name="contacts"),
    path("new/", contacts.new, name="new"),
    path("<uuid:id>/", contacts.contact, name="contact"),
    path("<uuid:id>/card/", contacts.card, name="card"),
]
