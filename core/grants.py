"""What the application's role may do: rows in tables, never their shape, never a partition directly.

What the ledger has written it may read and add to; changing it is left to the functions that docs/tenancy.md lists.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

GRANTS = """
DO $$
DECLARE thing text;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %1$I', '{role}');
  FOR thing IN SELECT oid::regclass::text FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        AND pg_get_userbyid(relowner) = current_user
  LOOP EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', thing, '{role}'); END LOOP;
  FOR thing IN SELECT oid::regclass::text FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND pg_get_userbyid(relowner) = current_user
  LOOP EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO %I', thing, '{role}'); END LOOP;
  IF to_regclass('ledger_audit') IS NOT NULL THEN
    EXECUTE format('REVOKE UPDATE, DELETE ON ledger_audit, ledger_event, ledger_frame FROM %1$I', '{role}');
    EXECUTE format('REVOKE DELETE ON ledger_head, ledger_streamhead FROM %1$I', '{role}');
  END IF;
  EXECUTE format('REVOKE ALL ON django_migrations FROM %1$I', '{role}');
  EXECUTE format('GRANT SELECT ON django_migrations TO %1$I', '{role}');
END $$
"""


def grant_app_role(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """After the last room has migrated, give the application's role its rights."""
    if sender.label != list(apps.get_app_configs())[-1].label:
        return
    role = settings.APP_DATABASE_ROLE
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] != role:
            cursor.execute(GRANTS.replace("{role}", role))
