"""The ASGI application: HTTP to Django, WebSockets to the live room. Runs under daphne and uvicorn."""

import os

from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.asgi import get_asgi_application

from core.body_limit import BodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
django_application = BodyLimit(get_asgi_application(), settings.FILE_MAX_BYTES)

from core.checks import refuse_mighty_role  # noqa: E402  (Django must be set up first)
from live.polling.door import Polling  # noqa: E402
from live.routing import websocket_application  # noqa: E402

refuse_mighty_role()

application = ProtocolTypeRouter({"http": Polling(django_application), "websocket": websocket_application})
