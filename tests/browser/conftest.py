"""One real Chromium for the whole run; each test gets a page without a past."""

import shutil
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.browser.swagger_page import SwaggerPage
from tests.http.real_server import Server

CHROMIUM_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",  # as root, as in most containers, it does not start otherwise; it loads our own page only
    "--disable-dev-shm-usage",  # a container's /dev/shm has 64 MB
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # no other host can be reached
    "--window-size=1400,1800",
)


class Programs(NamedTuple):
    """Where Debian's packages put the browser and its driver."""

    chromium: str
    chromedriver: str


@pytest.fixture(scope="session")
def programs() -> Programs:
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or chromedriver is None:
        pytest.skip("The browser tests need Debian's packages chromium and chromium-driver.")
    return Programs(chromium, chromedriver)


@pytest.fixture(scope="session")
def no_proxy() -> Iterator[None]:
    """This machine talks to itself directly, even where a proxy is set for the rest."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("no_proxy", "127.0.0.1,localhost")
        yield


@pytest.fixture(scope="session")
def driver(programs: Programs, no_proxy: None) -> Iterator[Chrome]:
    """Started by explicit paths: left to itself, Selenium would look for a driver to download."""
    options = ChromeOptions()
    options.binary_location = programs.chromium
    for argument in CHROMIUM_ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options, Service(programs.chromedriver))
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def service_url(programs: Programs, server: Server) -> str:
    return server.url


@pytest.fixture
def page(driver: Chrome, service_url: str) -> Iterator[SwaggerPage]:
    """Not yet opened. Whatever a test does on it, nothing may be asked of another host."""
    page = SwaggerPage(driver, service_url)
    page.forget()
    yield page
    assert [url for _method, url in page.requests() if not url.startswith(f"{service_url}/")] == []
