from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "project"
    verbose_name = "ConsultantPro"

    def ready(self) -> None:
        from core.rooms import open_rooms

        open_rooms()
