"""`Idempotency-Key` on a POST: a retry gets the first answer, and nothing happens twice.

The key's row is written first, in the transaction of the request. A second request with the key waits for the first
to commit, then finds its answer; if the first failed and was rolled back, the second does the work.
"""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import KeptReply
from accounts.requests import beneath
from core.errors import Refusal
from core.secrets import Unreadable, seal, unseal

KEPT_FOR = timedelta(days=2)
LONGEST = 200


class KeyReused(Refusal):
    code = "idempotency_key_reused"
    sentence = _("This Idempotency-Key was used for another request. Take a new key for each request.")


class KeyTooLong(Refusal):
    status = 400
    code = "idempotency_key_too_long"
    sentence = _("An Idempotency-Key has at most 200 characters.")


class AnswerGone(Refusal):
    status = 410
    code = "answer_gone"
    sentence = _(
        "This was done already, and its answer can no longer be read. Look for what came of it; do not send it anew."
    )


class AnsweredBefore(Exception):
    def __init__(self, kept: KeptReply) -> None:
        self.reply = Response(opened(kept), status=kept.status, headers={"Idempotent-Replayed": "true"})


class Idempotent:
    """Mixed into API views in front of APIView."""

    _kept: KeptReply | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        key = request.headers.get("Idempotency-Key", "").strip()
        if request.method == "POST" and key:
            self._kept = claim(request, key)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        kept, self._kept = self._kept, None
        if kept is not None and response.status_code < 400:
            keep(kept, response)
        return super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]


def claim(request: Request, key: str) -> KeptReply:
    """The key's row, made by this request. Raises AnsweredBefore with the answer of an earlier one."""
    if len(key) > LONGEST:
        raise KeyTooLong
    wanted = fingerprint(request)
    kept, is_new = KeptReply.objects.get_or_create(
        membership=beneath(request).membership, key=key, defaults={"request_hash": wanted}
    )
    if is_new:
        return kept
    if kept.request_hash != wanted:
        raise KeyReused
    raise AnsweredBefore(kept)


def keep(kept: KeptReply, response: Response) -> None:
    kept.status = response.status_code
    if response.data is not None:
        kept.body = seal(JSONRenderer().render(response.data)).decode()
    kept.save(update_fields=["status", "body"])


def opened(kept: KeptReply) -> Any:
    """What was answered. Raises AnswerGone where its key was taken away since."""
    if kept.body is None:
        return None
    try:
        return json.loads(unseal(str(kept.body).encode()))
    except Unreadable as error:
        raise AnswerGone from error


def fingerprint(request: Request) -> str:
    """One hash for the method, the address and what was sent, the bytes of files included."""
    sent = json.dumps(request.data, default=in_words, sort_keys=True)
    return hashlib.sha256(f"{request.method} {request.get_full_path()}\n{sent}".encode()).hexdigest()


def in_words(item: Any) -> str:
    """A file by its name and its bytes; it is read again from its start by whoever comes next."""
    if not isinstance(item, UploadedFile):
        return str(item)
    digest = hashlib.sha256()
    for chunk in item.chunks():
        digest.update(chunk)
    item.seek(0)
    return f"{item.name} {digest.hexdigest()}"
