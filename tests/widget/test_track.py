"""What the firm's page says a visitor did: kept short, shown to colleagues, and nothing to anybody else."""

import pytest

from inbox.models import Conversation, Visitor
from tests.widget.frame_client import arrived


def step(name="Read the prices", at=5, **more):
    return {"name": name, "facts": {"plan": "yearly"}, "page": "https://acme.example/prices", "at": at, **more}


@pytest.mark.covers("W6")
def test_colleagues_see_what_a_visitor_did(cast):
    frame = arrived(cast.website)
    frame.write()
    for number in range(3):
        said = {"steps": [step(f"Step {number}-{part} <b>\u202e" + "x" * 200) for part in range(10)]}
        assert frame.call("POST", "api/track", said).status_code == 204
    with cast.scope():
        visitor, conversation = Visitor.objects.get(contact__isnull=False), Conversation.objects.get()
    assert len(visitor.trail) == 20
    assert visitor.trail[-1]["name"].startswith("Step 2-9 <b>x")
    assert len(visitor.trail[-1]["name"]) == 80
    page = cast.client_for(cast.bob).get(f"/inbox/conversations/{conversation.pk}/").content.decode()
    assert "Step 2-9 &lt;b&gt;" in page
    assert "https://acme.example/prices" in page


@pytest.mark.parametrize(
    "steps",
    ["all", [step()] * 21, ["x"], [step(name=5)], [step(at="now")], [step(facts=[1])], [step(page=None)], None],
    ids=["words", "too-many", "no-object", "no-name", "no-time", "no-facts", "no-page", "none"],
)
def test_what_is_no_step_is_refused(cast, steps):
    frame = arrived(cast.website)
    assert frame.call("POST", "api/track", {"steps": steps}).status_code == 400
    with cast.scope():
        assert Visitor.objects.get().trail == []
