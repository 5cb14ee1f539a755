"""The connection to the database breaks: at any message, at COMMIT, and when the reply to COMMIT is lost."""

import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random

import httpx
import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.faults.conftest import Call
from tests.faults.processes import Service, running_service
from tests.faults.protocol import Message
from tests.faults.proxy import Link, Proxy, Verdict, pass_all, running_proxy
from tests.faults.stored import Stored, reference_stored, stored_and_imports
from tests.faults.torture import sample
from tests.http.caller import Caller, answer, refusal
from tests.reference.model import World, import_rows
from tests.reference.strategies import numbered, to_csv
from tests.support.tenants import Tenant, new_tenant

pytestmark = pytest.mark.slow

ROWS = 500
EVERY = 20
UNKNOWN = "it is unknown whether the import was stored"

Fault = Callable[[Link, Message], Verdict]


@pytest.fixture(scope="module")
def proxy(database_url: str) -> Iterator[Proxy]:
    # A socket's address has 107 bytes at most: too few for pytest's own temporary folders.
    with (
        tempfile.TemporaryDirectory() as folder,
        running_proxy(database_url, Path(folder)) as proxy,
    ):
        yield proxy


@pytest.fixture(scope="module")
def service(proxy: Proxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(proxy.url, tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture(autouse=True)
def mended(proxy: Proxy) -> Iterator[None]:
    yield
    proxy.fault, proxy.is_away = pass_all, False


@dataclass(frozen=True)
class Story:
    """Two imports: what their files are, and what is stored after each according to the reference."""

    first: bytes
    second: bytes
    before: Stored
    after: Stored


@pytest.fixture(scope="module")
def story() -> Story:
    world, files, states = World(), list[bytes](), list[Stored]()
    for seed in range(2):
        random = Random(seed)
        rows = numbered(colliding_cells(random) for _ in range(ROWS))
        import_rows(world, "A", list(rows))
        files.append(to_csv(rows))
        states.append(reference_stored(deepcopy(world)))
    return Story(files[0], files[1], before=states[0], after=states[1])


def colliding_cells(random: Random) -> dict[str, str | None]:
    """A row whose identifiers others have too."""
    number = random.randrange(ROWS)
    cells = {
        "customer_id": random.choice((None, f"C-{number}")),
        "name": random.choice((None, "Anna", "Bruno")),
        "email": random.choice((None, f"p{number}@example.com", f"p{number // 2}@example.com")),
        "phone": f"+39347{number:07}",
    }
    return {"surname": None, "status": None} | cells


@pytest.fixture
def known(tenant: Tenant, settings: Settings, story: Story) -> Tenant:
    """A tenant who has imported the first file."""
    tenant.import_bytes(settings, story.first)
    return tenant


@pytest.fixture
def api(call: Call, service: Service, known: Tenant) -> Caller:
    caller = call(service.server, known)
    assert caller.key  # made while the connection is whole
    return caller


def check(api: Caller, story: Story, response: httpx.Response) -> None:
    """The answer and the store agree, now and after the request was repeated."""
    found = stored_and_imports(api.tenant)
    if response.status_code == 200:
        assert found == (story.after, 2)
    else:
        status, detail = refusal(response)
        assert (status, response.headers["retry-after"]) == (503, "5")
        assert (
            found in [(story.before, 1), (story.after, 2)]
            if UNKNOWN in detail
            else [(story.before, 1)]
        )
    answer(api.post(story.second, timeout=10))
    assert stored_and_imports(api.tenant) == (story.after, found[1] + 1)


def once(condition: Callable[[Link, Message], bool], verdict: Verdict) -> Fault:
    """The verdict for the first message of which the condition holds; all others pass."""
    spent = False

    def judge(link: Link, message: Message) -> Verdict:
        nonlocal spent
        if spent or not condition(link, message):
            return Verdict.PASS
        spent = True
        return verdict

    return judge


def nth(number: int) -> Callable[[Link, Message], bool]:
    """Whether a message is the n-th from now on, in either direction and on any connection."""
    seen = 0

    def is_reached(_link: Link, _message: Message) -> bool:
        nonlocal seen
        seen += 1
        return seen == number

    return is_reached


def count_messages(api: Caller, proxy: Proxy, content: bytes) -> int:
    """How many messages an undisturbed import takes."""
    seen = 0

    def count(_link: Link, _message: Message) -> Verdict:
        nonlocal seen
        seen += 1
        return Verdict.PASS

    proxy.fault = count
    api.imported(content)
    proxy.fault = pass_all
    return seen


def test_cut_at_any_message_an_import_is_stored_whole_or_not_at_all(
    proxy: Proxy, service: Service, call: Call, engine: Engine, settings: Settings, story: Story
) -> None:
    def prepared() -> Caller:
        tenant = new_tenant(engine)
        tenant.import_bytes(settings, story.first)
        api = call(service.server, tenant)
        assert api.key
        return api

    length = count_messages(prepared(), proxy, story.second)
    for number in sample(range(1, length, EVERY), 5):
        api = prepared()
        proxy.fault = once(nth(number), Verdict.CUT)
        response = api.post(story.second)
        proxy.fault = (
            pass_all  # one message less than counted, and the last cuts would hit what follows
        )
        check(api, story, response)


def is_imports_commit(link: Link, message: Message) -> bool:
    return link.has_copied and message.is_commit


def is_imports_commit_done(link: Link, message: Message) -> bool:
    return link.has_copied and message.is_commit_done


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param((is_imports_commit, Verdict.CUT), id="COMMIT lost"),
        pytest.param((is_imports_commit_done, Verdict.CUT), id="reply lost"),
        pytest.param((is_imports_commit, Verdict.LATE), id="COMMIT late"),
    ],
)
def test_an_import_whose_commit_nobody_answered_is_found_out_and_stored_once(
    proxy: Proxy, api: Caller, story: Story, fault
) -> None:
    proxy.fault = once(*fault)
    response = api.post(story.second)
    assert answer(response)["total"] == ROWS
    check(api, story, response)


@pytest.mark.parametrize("is_stored", [False, True], ids=["COMMIT lost", "reply lost"])
def test_when_nobody_can_be_asked_the_answer_says_that_the_outcome_is_unknown(
    proxy: Proxy, api: Caller, story: Story, is_stored
) -> None:
    last_words = is_imports_commit_done if is_stored else is_imports_commit

    def judge(link: Link, message: Message) -> Verdict:
        if not last_words(link, message):
            return Verdict.PASS
        proxy.go_away()
        return Verdict.CUT

    proxy.fault = judge
    response = api.post(story.second, headers=api.key | {"Idempotency-Key": "again"})
    assert UNKNOWN in refusal(response)[1]
    proxy.is_away, proxy.fault = False, pass_all
    answer(api.post(story.second, headers=api.key | {"Idempotency-Key": "again"}, timeout=10))
    assert stored_and_imports(api.tenant) == (story.after, 2)


def test_while_the_database_is_away_callers_are_told_to_come_back_and_then_served(
    proxy: Proxy, api: Caller, story: Story
) -> None:
    proxy.go_away()
    for _ in range(2):
        response = api.post(story.second, timeout=10)
        assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    proxy.is_away = False
    assert stored_and_imports(api.tenant) == (story.before, 1)
    assert answer(api.post(story.second, timeout=10))["total"] == ROWS
