"""{% if me|may:"people.invite" %}: what the person on the page is allowed to do."""

from django import template

from accounts.models import Membership

register = template.Library()


@register.filter
def may(membership: Membership | None, permission: str) -> bool:
    return membership is not None and membership.may(permission)
