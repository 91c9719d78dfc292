"""The product's settings with one more room, whose streams do what no real room's do: sleep, change their mind."""

from project.settings import *  # noqa: F403
from project.settings import ROOMS as PRODUCT_ROOMS

ROOMS = [*PRODUCT_ROOMS, "tests.live.lounge"]
