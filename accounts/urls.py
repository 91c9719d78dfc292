"""Signing in, by allauth; joining by an invitation, by this room."""

from django.urls import include, path, re_path

from accounts.views import address, joining

urlpatterns = [
    path("email/", address.address, name="account_email"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", address.confirmation, name="account_confirm_email"),
    path("", include("allauth.account.urls")),
    path("join/<str:token>/", joining.invitation, name="invitation"),
]
