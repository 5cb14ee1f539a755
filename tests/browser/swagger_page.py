"""Swagger UI as a person uses it: open, authorise, fill in, execute, read.

Swagger UI's markup is known here alone; the tests speak of what a person sees.
"""

import base64
import json
from pathlib import Path
from typing import Any, Literal, NamedTuple
from uuid import UUID

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

WAIT_SECONDS = 15.0  # an answer takes 0.3 s; the rest is for a machine busy with other things

CREDENTIAL_FIELDS = {"apiKeyAuth": "api_key_value", "bearerAuth": "auth-bearer-value"}

ANSWER = ".live-responses-table .response"

# Resolves to the directive that stopped the request, or to what came of it when nothing did.
TRY_TO_FETCH = """
const [url, done] = arguments;
document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
fetch(url).then(() => done("answered"), () => setTimeout(() => done("sent"), 1000));
"""


class Answer(NamedTuple):
    """What the page shows of a response."""

    status: int
    body: Any


class SwaggerPage:
    """The page at `{service_url}/docs` in one browser tab."""

    def __init__(self, driver: Chrome, service_url: str) -> None:
        self._driver = driver
        self._service_url = service_url
        self._requests: list[tuple[str, str]] = []

    def forget(self) -> None:
        """Leave the page, and drop its storage and the logs of whoever used the browser before."""
        self._driver.get("about:blank")
        scope = {"origin": self._service_url, "storageTypes": "all"}
        self._driver.execute_cdp_cmd("Storage.clearDataForOrigin", scope)
        self._drain_log("performance")
        self._drain_log("browser")

    def open(self, path: str = "/docs") -> None:
        """Load (or reload) the page, until its operation can be tried."""
        self._driver.get(self._service_url + path)
        self._find(".execute-wrapper .execute")

    @property
    def address(self) -> str:
        return self._driver.current_url

    def operations(self) -> list[tuple[str, str]]:
        """The method and path of each operation."""
        return [
            (
                summary.find_element(By.CSS_SELECTOR, ".opblock-summary-method").text,
                # Swagger UI puts zero-width spaces where a long path may break.
                summary.find_element(By.CSS_SELECTOR, ".opblock-summary-path").text.replace(
                    "\u200b", ""
                ),
            )
            for summary in self._driver.find_elements(By.CSS_SELECTOR, ".opblock-summary")
        ]

    def servers(self) -> list[str]:
        """The addresses the page offers to send requests to."""
        options = self._driver.find_elements(By.CSS_SELECTOR, ".servers option")
        return [str(option.get_attribute("value")) for option in options]

    def authorize(self, scheme: Literal["apiKeyAuth", "bearerAuth"], credential: str) -> None:
        """Enter a credential in the Authorize dialog."""
        self._find(".auth-wrapper .authorize").click()
        field = self._find(f"#{CREDENTIAL_FIELDS[scheme]}")
        field.send_keys(credential)
        field.submit()
        self._find(".auth-container .btn-done")
        self._find(".close-modal").click()

    def parameter(self, name: str) -> WebElement:
        """The input of a parameter."""
        return self._find(f"[data-param-name='{name}'] input")

    def execute(self, campaign_id: UUID | None, file: Path) -> Answer:
        """Fill in what is needed (None: the campaign stands there already), execute, and read the answer."""
        if campaign_id is not None:
            self.parameter("campaign_id").send_keys(str(campaign_id))
        self._find("[data-property-name='file'] input[type=file]").send_keys(str(file))
        self._find(".execute-wrapper .execute").click()
        answer = self._find(ANSWER)
        status = answer.find_element(By.CSS_SELECTOR, ".response-col_status").text
        body = answer.find_element(By.CSS_SELECTOR, ".highlight-code pre").text
        return Answer(int(status), json.loads(body))

    def coloured_words(self) -> int:
        """How many parts of the answer have a colour of their own."""
        return len(self._driver.find_elements(By.CSS_SELECTOR, f"{ANSWER} pre .hljs-attr"))

    def requests(self) -> list[tuple[str, str]]:
        """Method and URL of everything asked of a host since forget(), the page itself included."""
        for entry in self._drain_log("performance"):
            event = json.loads(entry["message"])["message"]
            if event["method"] == "Network.requestWillBeSent":
                request = event["params"]["request"]
                if not request["url"].startswith("data:"):
                    self._requests.append((request["method"], request["url"]))
        return self._requests

    def console(self) -> list[str]:
        """What the browser complained about since it was last asked."""
        return [entry["message"] for entry in self._drain_log("browser")]

    def try_to_fetch(self, url: str) -> str:
        """What becomes of a script's request: the policy directive that stops it, "sent" or "answered"."""
        return str(self._driver.execute_async_script(TRY_TO_FETCH, url))

    def save_screenshot(self, path: Path) -> None:
        """A PNG from the top of the page to the end of the answer, however long that is."""
        bottom = self._driver.execute_script(
            "return arguments[0].getBoundingClientRect().bottom + window.scrollY + 8",
            self._find(ANSWER),
        )
        width = self._driver.execute_script("return document.documentElement.clientWidth")
        clip = {"x": 0, "y": 0, "width": width, "height": bottom, "scale": 1}
        picture = self._driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True}
        )
        path.write_bytes(base64.b64decode(picture["data"]))

    def _drain_log(self, kind: Literal["browser", "performance"]) -> list[dict[str, str]]:
        """What was logged since this log was last drained."""
        entries: list[dict[str, str]] = self._driver.get_log(kind)  # type: ignore[no-untyped-call]
        return entries

    def _find(self, selector: str) -> WebElement:
        """The element, as soon as it is there: Swagger UI draws itself in several steps."""
        wait = WebDriverWait(self._driver, WAIT_SECONDS, poll_frequency=0.05)
        return wait.until(
            lambda driver: driver.find_element(By.CSS_SELECTOR, selector),
            f"the page shows no {selector}",
        )
