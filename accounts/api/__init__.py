"""This room over JSON, under /api/v1/: the same verbs and policies as its screens."""

from django.urls import path

from accounts.api import audit, invitations, me, people, roles, sessions, teams, tokens

urlpatterns = [
    path("me/", me.Me.as_view(), name="me"),
    path("me/photo/", me.Photo.as_view(), name="photo"),
    path("me/firms/", me.Firms.as_view(), name="firms"),
    path("me/preferences/", me.Preferences.as_view(), name="preferences"),
    path("me/sessions/", sessions.Sessions.as_view(), name="sessions"),
    path("me/sessions/<int:pk>/", sessions.OneSession.as_view(), name="session"),
    path("me/tokens/", tokens.Tokens.as_view(), name="tokens"),
    path("me/tokens/<int:pk>/", tokens.OneToken.as_view(), name="token"),
    path("firm/", me.OwnFirm.as_view(), name="firm"),
    path("people/", people.People.as_view(), name="people"),
    path("people/<int:pk>/", people.OnePerson.as_view(), name="person"),
    path("roles/", roles.Roles.as_view(), name="roles"),
    path("roles/<int:pk>/", roles.OneRole.as_view(), name="role"),
    path("permissions/", roles.Permissions.as_view(), name="permissions"),
    path("teams/", teams.Teams.as_view(), name="teams"),
    path("teams/<int:pk>/", teams.OneTeam.as_view(), name="team"),
    path("teams/<int:pk>/members/<int:member>/", teams.TeamMember.as_view(), name="team-member"),
    path("invitations/", invitations.Invitations.as_view(), name="invitations"),
    path("invitations/<int:pk>/", invitations.OneInvitation.as_view(), name="invitation"),
    path("audit/", audit.Audit.as_view(), name="audit"),
]
