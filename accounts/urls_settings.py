"""The settings: oneself, one's colleagues, the firm."""

from django.urls import path

from accounts.views import (
    audit,
    firm,
    invitations,
    people,
    preferences,
    profile,
    roles,
    sessions,
    settings,
    teams,
    tokens,
)

app_name = "accounts"
urlpatterns = [
    path("", settings.index, name="settings"),
    path("profile/", profile.profile, name="profile"),
    path("profile/photo/", profile.photo, name="photo"),
    path("profile/signature/", profile.signature_preview, name="signature-preview"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/quick/", preferences.quick, name="quick-preference"),
    path("sessions/", sessions.own_sessions, name="sessions"),
    path("sessions/<int:pk>/end/", sessions.ending, name="session-end"),
    path("sessions/others/end/", sessions.others_ending, name="sessions-end"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revocation/", tokens.revocation, name="token-revocation"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/role/", people.role, name="person-role"),
    path("people/<int:pk>/departure/", people.departure, name="departure"),
    path("people/me/departure/", people.own_departure, name="own-departure"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:pk>/renewal/", invitations.renewal, name="invitation-renewal"),
    path("invitations/<int:pk>/revocation/", invitations.revocation, name="invitation-revocation"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/members/", teams.members, name="team-members"),
    path("teams/<int:pk>/members/<int:member>/removal/", teams.member_removal, name="team-member-removal"),
    path("teams/<int:pk>/dissolution/", teams.dissolution, name="team-dissolution"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.new_role, name="new-role"),
    path("roles/<int:pk>/", roles.role, name="role"),
    path("roles/<int:pk>/removal/", roles.removal, name="role-removal"),
    path("firm/", firm.firm, name="firm"),
    path("firms/", firm.firms, name="firms"),
    path("firms/<int:pk>/choice/", firm.choice, name="firm-choice"),
    path("audit/", audit.audit, name="audit"),
]
