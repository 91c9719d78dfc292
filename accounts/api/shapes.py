"""The shapes in which people, roles and teams are read and written."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts import zones
from accounts.models import Firm, Membership, Role, Team
from accounts.permissions import declared
from accounts.signature import MAX_LENGTH
from core.colour import COLOUR
from core.text import one_line


def known_permissions() -> list[str]:
    return [permission.code for permission in declared()]


class OneLine(serializers.CharField):
    """A name or a title, tidied as the screens' forms do it before it is measured: no line ends, no blank edges."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(one_line(data, 10_000) if isinstance(data, str) else data)


class RoleShape(serializers.ModelSerializer[Role]):
    name = serializers.CharField(source="label", read_only=True)
    permissions = serializers.SerializerMethodField()

    class Meta:
        model = Role
        fields = ("id", "kind", "name", "permissions")

    def get_permissions(self, role: Role) -> list[str]:
        return sorted(role.grants())


class RoleWish(serializers.Serializer[Any]):
    name = OneLine(max_length=60)
    permissions = serializers.ListField(child=serializers.ChoiceField(choices=[]), allow_empty=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permissions"].child.choices = known_permissions()  # type: ignore[attr-defined]


class PersonShape(serializers.ModelSerializer[Membership]):
    """A colleague, as colleagues see them."""

    email = serializers.EmailField(source="person.email", read_only=True)
    role = RoleShape(read_only=True)
    teams = serializers.PrimaryKeyRelatedField[Team](many=True, read_only=True)

    class Meta:
        model = Membership
        fields: Any = (
            "id", "name", "email", "job_title", "photo_url", "role", "teams", "time_zone", "languages", "working_hours",
        )  # fmt: skip


class FirmShape(serializers.ModelSerializer[Firm]):
    class Meta:
        model = Firm
        fields = ("id", "name", "time_zone", "language", "accent")


class MeShape(PersonShape):
    """What a person sees of themselves."""

    permissions = serializers.SerializerMethodField()
    firm = FirmShape(read_only=True)

    class Meta(PersonShape.Meta):
        fields: Any = (*PersonShape.Meta.fields, "signature", "permissions", "preferences", "firm")

    def get_permissions(self, membership: Membership) -> list[str]:
        return sorted(membership.grants)


class ProfileWish(serializers.Serializer[Any]):
    """Any of these, each by itself."""

    name = OneLine(max_length=120, required=False)
    job_title = OneLine(max_length=120, allow_blank=True, required=False)
    signature = serializers.CharField(max_length=MAX_LENGTH, allow_blank=True, required=False)
    time_zone = serializers.ChoiceField(choices=zones.time_zones(), required=False)
    languages = serializers.ListField(child=serializers.ChoiceField(choices=zones.languages()), required=False)
    working_hours = serializers.JSONField(required=False)

    def validate_working_hours(self, value: Any) -> Any:
        try:
            return zones.check_hours(value)
        except (ValueError, TypeError) as error:
            raise serializers.ValidationError(
                'Hours look like {"mon": [["09:00", "17:00"]]}, each ending after it begins, without overlaps.'
            ) from error


class PreferencesWish(serializers.Serializer[Any]):
    theme = serializers.ChoiceField(choices=Membership.CHOICES["theme"], required=False)
    density = serializers.ChoiceField(choices=Membership.CHOICES["density"], required=False)
    shortcuts = serializers.BooleanField(required=False)
    sounds = serializers.BooleanField(required=False)


class FirmWish(serializers.Serializer[Any]):
    name = OneLine(max_length=120, required=False)
    time_zone = serializers.ChoiceField(choices=zones.time_zones(), required=False)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    accent = serializers.RegexField(COLOUR, allow_blank=True, max_length=7, required=False)


class TeamShape(serializers.ModelSerializer[Team]):
    members = serializers.PrimaryKeyRelatedField[Membership](many=True, read_only=True)

    class Meta:
        model = Team
        fields = ("id", "name", "members")


class TeamWish(serializers.Serializer[Any]):
    name = OneLine(max_length=60)
