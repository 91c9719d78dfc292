"""Asking the rooms' policies, away from the event loop.

A few threads of their own, so that a slow query holds up those who ask, never delivery and
never the views. What is asked while they are busy is asked together, a transaction for each firm.
"""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    transaction,
)

from core.tenancy import firm_scope
from live.actors import Actor
from live.streams import may_subscribe
from live.together import Together

log = structlog.get_logger(__name__)

THREADS = 4
_threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="live-policy")


Away = (OperationalError, InterfaceError)
"""What asking raises while PostgreSQL is away."""


@dataclass(frozen=True)
class Question:
    actor: Actor
    streams: tuple[str, ...]


async def permitted(actor: Actor, streams: Iterable[str]) -> set[str]:
    """The streams this actor may subscribe to now. Raises one of `Away` without PostgreSQL."""
    return await _together(Question(actor, tuple(streams)))


async def _answer(questions: list[Question]) -> list[set[str] | Exception]:
    return await asyncio.get_running_loop().run_in_executor(_threads, _answer_here, questions)


_together: Together[Question, set[str]] = Together(_answer, lines=THREADS, most=64)


def _answer_here(questions: list[Question]) -> list[set[str] | Exception]:
    """Each firm's questions in one transaction, in the order they were asked."""
    answers: dict[Question, set[str] | Exception] = {}
    for firm_id in dict.fromkeys(question.actor.firm_id for question in questions):
        asked = [question for question in questions if question.actor.firm_id == firm_id]
        answers |= _answer_firm(firm_id, list(dict.fromkeys(asked)))
    return [answers[question] for question in questions]


def _answer_firm(firm_id: int, questions: list[Question]) -> dict[Question, set[str] | Exception]:
    close_old_connections()
    try:
        with firm_scope(firm_id), transaction.atomic():
            return {question: _allowed(question) for question in questions}
    except Away as error:
        return dict.fromkeys(questions, error)
    except DatabaseError:  # one broke the transaction for all: ask each stream by itself
        return _answer_singly(firm_id, questions)
    finally:
        close_old_connections()


def _answer_singly(firm_id: int, questions: list[Question]) -> dict[Question, set[str] | Exception]:
    if len(questions) == 1 and len(questions[0].streams) == 1:
        question = questions[0]
        log.error("live.policy_failed", stream=question.streams[0], request_id=question.actor.request)
        return {questions[0]: set()}
    answers: dict[Question, set[str] | Exception] = {}
    for question in questions:
        verdicts = [_answer_firm(firm_id, [single])[single] for single in _singles(question)]
        failures = [verdict for verdict in verdicts if isinstance(verdict, Exception)]
        allowed = set().union(*(verdict for verdict in verdicts if isinstance(verdict, set)))
        answers[question] = failures[0] if failures else allowed
    return answers


def _singles(question: Question) -> list[Question]:
    return [Question(question.actor, (stream,)) for stream in question.streams]


def _allowed(question: Question) -> set[str]:
    return {stream for stream in question.streams if _allows(question.actor, stream)}


def _allows(actor: Actor, stream: str) -> bool:
    try:
        return may_subscribe(actor, stream)
    except DatabaseError:
        raise
    except Exception:  # a policy that fails refuses
        log.exception("live.policy_failed", stream=stream, request_id=actor.request)
        return False
