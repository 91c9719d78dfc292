#!/usr/bin/env python
"""Django's command line. Commands that change the schema connect as the owner, all others as the application."""

import os
import sys

OWNERS_COMMANDS = {"migrate", "makemigrations", "sqlmigrate", "squashmigrations", "dbshell"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    if OWNERS_COMMANDS & set(sys.argv[1:2]):
        os.environ["CONNECT_AS_OWNER"] = "1"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
