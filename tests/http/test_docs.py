"""The page that lets people try the service: all of it comes from the service."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

# What a style sheet makes a browser fetch; data: URLs carry their content along.
FETCHED_BY_CSS = re.compile(r"url\(\s*['\"]?(?!data:)([^)'\"]+)|@import\s+['\"]([^'\"]+)")


class References(HTMLParser):
    """Every address a page makes a browser fetch, and the scripts written into it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline_scripts = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = [value for name, value in attributes if name in ("src", "href", "action") and value]
        self.addresses += found
        self.inline_scripts += tag == "script" and not found


def docs_addresses(client: httpx.Client) -> list[str]:
    page = client.get("/docs")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return References(page.text).addresses


def test_everything_the_page_needs_is_served_beside_it(client: httpx.Client) -> None:
    addresses = docs_addresses(client)
    assert len(addresses) == 4
    for address in addresses:
        url = urljoin("http://import/docs", address)
        assert urlsplit(url).netloc == "import"
        response = client.get(url)
        assert (response.status_code, len(response.content) > 0) == (200, True)


def test_no_style_sheet_fetches_anything(client: httpx.Client) -> None:
    sheets = [address for address in docs_addresses(client) if address.endswith(".css")]
    assert len(sheets) == 1
    for sheet in sheets:
        text = client.get(f"/{sheet}").text
        assert len(text) > 100_000
        assert FETCHED_BY_CSS.findall(text) == []


def test_our_own_script_names_no_host_and_asks_no_validator(client: httpx.Client) -> None:
    script = client.get("/docs/assets/docs.js").text
    assert re.findall(r"(?:https?:)?//[a-z0-9]", script) == []
    assert "validatorUrl: null" in script


def test_the_root_leads_to_the_page_wherever_the_service_is_mounted(client: httpx.Client) -> None:
    response = client.get("/")
    assert (response.status_code, response.headers["location"]) == (307, "docs")


@pytest.mark.parametrize(
    "path",
    [
        "/docs/assets/",
        "/docs/assets/none.js",
        "/docs/assets/../config.py",
        "/docs/assets/%2e%2e/config.py",
        "/docs/assets/..%2f..%2fopenapi.json",
        "/redoc",
        "/docs/oauth2-redirect",
    ],
)
def test_nothing_else_is_served(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404
