"""How this service fails: one small tree, each leaf with its HTTP status.

    ServiceError
    ├── InvalidCredentials   401   who are you?
    ├── MissingScope         403   known, but not allowed to import
    ├── CampaignNotFound     404   no such campaign, or not one of yours
    ├── SlowClient           408   the body does not come
    ├── CampaignClosed       409   completed or archived
    ├── StillRunning         409   the first request with this Idempotency-Key
    ├── PayloadTooLarge      413   bytes, rows, columns, unpacked bytes
    ├── UnknownContent       415   no reader knows it
    ├── InvalidRequest       422   everything else wrong with the request or with the file as a whole
    ├── Unavailable          503   try again in a moment
    └── UsageError           (the command line's: no HTTP status is ever sent for it)

A class's docstring is its default message. Bad *rows* are not errors but data: see importer.rows.
"""

from typing import ClassVar


class ServiceError(Exception):
    """The request could not be served."""

    status: ClassVar[int] = 500

    def __init__(self, message: str | None = None) -> None:
        self.message = message or " ".join((self.__doc__ or "").split())
        super().__init__(self.message)


class InvalidCredentials(ServiceError):
    """Send a valid JWT in the Authorization header or an API key in X-API-Key."""

    status = 401


class MissingScope(ServiceError):
    """This credential may not import targets."""

    status = 403


class CampaignNotFound(ServiceError):
    """There is no such campaign in your account."""

    status = 404


class SlowClient(ServiceError):
    """The request body did not come in time: send the file again over a better connection."""

    status = 408


class CampaignClosed(ServiceError):
    """The campaign is completed or archived: import into one that is still open."""

    status = 409


class StillRunning(ServiceError):
    """A request with this Idempotency-Key is still running: repeat this one when it is done."""

    status = 409


class PayloadTooLarge(ServiceError):
    """The file is larger than this service accepts: split it and import the parts."""

    status = 413


class UnknownContent(ServiceError):
    """This is not a table the service can read: send a CSV file or a spreadsheet."""

    status = 415


class InvalidRequest(ServiceError):
    """The request cannot be understood.

    Answered as the contract's HTTPValidationError: `loc` is where the fault is (a path from
    "body", "path", "query" or "header"), `type` a stable word for programs.
    """

    status = 422

    def __init__(
        self,
        message: str,
        *,
        loc: tuple[str | int, ...] = ("body", "file"),
        type: str = "value_error",
    ) -> None:
        super().__init__(message)
        self.loc = loc
        self.type = type


class Unavailable(ServiceError):
    """The service is busy or its database is away: repeat the request in a few seconds."""

    status = 503

    def __init__(self, message: str | None = None, *, retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UsageError(ServiceError):
    """The command cannot be carried out."""
