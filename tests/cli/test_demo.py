"""What `umanize demo` leaves its visitor with."""

from dataclasses import replace
from uuid import UUID

from app.cli.demo import EXAMPLE, Scene, invitation

SCENE = Scene(UUID(int=1), UUID(int=2), "umz_key", "a.b.c")


def test_the_visitor_is_led_to_a_page_that_knows_the_campaign() -> None:
    lines = invitation("http://127.0.0.1:8000", SCENE).splitlines()
    assert f"Swagger UI:   http://127.0.0.1:8000/docs?campaign_id={UUID(int=2)}" in lines
    assert (
        f"  curl -H 'X-API-Key: umz_key' -F file=@{EXAMPLE}"
        f" http://127.0.0.1:8000/campaigns/{UUID(int=2)}/targets:import"
    ) in lines


def test_where_no_secret_signs_no_token_is_offered() -> None:
    assert "JWT" not in invitation("http://127.0.0.1:8000", replace(SCENE, token=None))
