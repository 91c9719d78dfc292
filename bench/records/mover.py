"""One who moves cards at random, among others: `python -m bench.records.mover FIRM MOVES SEED`, by the model's verb."""

import os
import random
import sys

import django
from django.db import transaction


def main(firm: int, moves: int, seed: int) -> None:
    from accounts.models import Membership
    from core.tenancy import firm_scope
    from crm.models import Deal, Stage

    chance = random.Random(seed)
    with firm_scope(firm), transaction.atomic():
        by = Membership.objects.select_related("role").get()
        stages, ids = list(Stage.objects.standing()), list(Deal.objects.values_list("pk", flat=True))
    for _move in range(moves):
        with firm_scope(firm), transaction.atomic():
            Deal.move({chance.choice(ids): None}, to=chance.choice(stages), by=by, after=chance.sample(ids, 2))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))
