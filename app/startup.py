"""What must be true before the first request: a database, a secret, a schema.

With DATABASE_URL set this adds nothing; without it, the embedded database is started and migrated, and a JWT
secret is generated once and kept beside its data (docs/design.md#versions).
"""

from pydantic import ValidationError

from app import embedded, migrator
from app.config import Settings
from app.database import make_engine
from app.errors import UsageError


def read_settings() -> Settings:
    """The environment's settings; UsageError names the first that makes no sense."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        name = name if name == "DATABASE_URL" else f"UMANIZE_{name}"
        raise UsageError(f"{name}: {first['msg']}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"A file that a setting names cannot be read: {error}.") from error


def complete(settings: Settings) -> Settings:
    """The same settings with a `database_url`, and with a JWT secret where nothing can verify tokens."""
    if settings.database_url is not None:
        return settings
    found: dict[str, object] = {"database_url": embedded.start(settings.data_dir)}
    if not (settings.jwt_secret or settings.jwt_public_key or settings.jwt_jwks_url):
        found["jwt_secret"] = (embedded.jwt_secret(settings.data_dir),)
    completed = settings.model_copy(update=found)
    migrate(completed)
    return completed


def migrate(settings: Settings) -> str:
    """Bring the database to the newest migration; its revision."""
    engine = make_engine(database_url(settings))
    try:
        return migrator.upgrade(engine)
    finally:
        engine.dispose()


def database_url(settings: Settings) -> str:
    """The database of completed settings."""
    if settings.database_url is None:
        raise UsageError("Set DATABASE_URL to a PostgreSQL 15 or later.")
    return settings.database_url
