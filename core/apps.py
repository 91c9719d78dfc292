from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from core import checks  # noqa: F401  (it registers itself)
        from core.grants import grant_app_role

        post_migrate.connect(grant_app_role, dispatch_uid="core.grants")
