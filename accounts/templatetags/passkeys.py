"""{% passkeys_possible as passkeys %}: whether this server has a name that passkeys can belong to."""

from django import template

from accounts.passkeys import possible

register = template.Library()


@register.simple_tag
def passkeys_possible() -> bool:
    return possible()
