"""{% settings_menu as groups %}: the settings that the person on the page may open."""

from django import template

from accounts.menu import Group, menu_for

register = template.Library()


@register.simple_tag(takes_context=True)
def settings_menu(context: template.Context) -> list[Group]:
    me = context.get("me")
    return menu_for(me, context["request"].path) if me else []
