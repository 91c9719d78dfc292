from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from accounts import api_schema, sign_in  # noqa: F401  (they register themselves with the frameworks)
