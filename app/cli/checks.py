"""What `umanize doctor` looks at: each check says what it found, and how to fix it where that is wrong.

The rule a newcomer would break: a check only looks. Nothing of an operator's database is changed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from app import migrator
from app.auth import TokenVerifier
from app.config import Settings
from app.database import make_engine
from app.errors import ServiceError
from app.main import jwt_settings
from app.models import Base
from app.startup import complete, database_url, read_settings

OLDEST_POSTGRES: Final = 15
# Tokens and keys are judged by this machine's clock, imports dated by the database's; a JWT forgives ten seconds.
CLOCK_SECONDS: Final = 5.0

_ROLE: Final = text("""
    SELECT rolname AS name, rolsuper AS is_superuser, rolbypassrls AS bypasses,
           has_database_privilege(current_database(), 'TEMPORARY') AS makes_temporary_tables
    FROM pg_roles WHERE rolname = current_user
""")
_TABLES: Final = text("""
    SELECT relname AS name, pg_has_role(relowner, 'USAGE') AS is_ours,
           relrowsecurity AND relforcerowsecurity AND row_security_active(oid) AS is_secured
    FROM pg_class WHERE relname = ANY(:names) AND relkind IN ('r', 'p') AND pg_table_is_visible(oid)
    ORDER BY relname
""")


class Check(NamedTuple):
    """One thing looked at. `remedy` is None when there is nothing to fix."""

    name: str
    found: str
    remedy: str | None = None


def examine() -> list[Check]:
    """Every check, in order; the first that fails so badly that the others cannot be made is the last."""
    try:
        settings = complete(read_settings())
        TokenVerifier(jwt_settings(settings))
    except ServiceError as error:
        return [Check("settings", error.message, "Set it right in the environment and try again.")]
    return [Check("settings", describe_credentials(settings)), *examine_database(settings)]


def describe_credentials(settings: Settings) -> str:
    if settings.jwt_secret or settings.jwt_public_key or settings.jwt_jwks_url:
        return "API keys and JWTs are accepted"
    return "API keys are accepted, and no JWT: no secret, public key or JWKS URL is set"


def examine_database(settings: Settings) -> list[Check]:
    engine = make_engine(database_url(settings))
    try:
        with engine.connect() as connection:
            return list(checks_of(connection))
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return [Check("database", reason, "Start the database, or set DATABASE_URL right.")]
    finally:
        engine.dispose()


def checks_of(connection: Connection) -> Iterator[Check]:
    yield check_server(connection)
    yield check_clock(connection)
    yield check_role(connection)
    migration = check_migration(connection)
    yield migration
    if migration.remedy is None:
        tables = connection.execute(_TABLES, {"names": list(Base.metadata.tables)}).mappings().all()
        yield check_owner([row["name"] for row in tables if not row["is_ours"]])
        # `accounts` itself has no account_id: it is what the other tables are kept apart by.
        names = [row["name"] for row in tables if row["name"] != "accounts"]
        secured = [row["name"] for row in tables if row["is_secured"]]
        yield check_row_security([name for name in names if name not in secured])


def check_server(connection: Connection) -> Check:
    version = str(connection.scalar(text("SHOW server_version")))
    found = f"PostgreSQL {version}"
    if int(connection.scalar(text("SHOW server_version_num")) or 0) // 10_000 >= OLDEST_POSTGRES:
        return Check("database", found)
    return Check("database", found, f"Use PostgreSQL {OLDEST_POSTGRES} or later.")


def check_clock(connection: Connection) -> Check:
    before = datetime.now(UTC)
    theirs: Any = connection.scalar(text("SELECT clock_timestamp()"))
    after = datetime.now(UTC)
    # The answer was given at some moment in between, so that much is not a difference of clocks.
    difference = max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0.0)
    found = f"{difference:.1f} s apart"
    if difference <= CLOCK_SECONDS:
        return Check("clocks", found)
    return Check("clocks", found, "Run a time service (NTP) on this machine and on the database's.")


def check_role(connection: Connection) -> Check:
    role = connection.execute(_ROLE).mappings().one()
    faults = [
        *(["is a superuser"] if role["is_superuser"] else []),
        *(["bypasses row-level security"] if role["bypasses"] else []),
        *([] if role["makes_temporary_tables"] else ["may not make temporary tables"]),
    ]
    if not faults:
        return Check("role", f"{role['name']} is an ordinary role")
    remedy = (
        "Connect as a role made with CREATE ROLE ... LOGIN NOSUPERUSER NOBYPASSRLS that owns the database: "
        "only then does the database itself keep accounts apart."
    )
    return Check("role", f"{role['name']} {' and '.join(faults)}", remedy)


def check_migration(connection: Connection) -> Check:
    current, newest = migrator.current_revision(connection), migrator.head_revision()
    if current == newest:
        return Check("migrations", f"at {current}, the newest")
    return Check("migrations", f"at {current or 'none'} of {newest}", "Run `umanize migrate`.")


def check_owner(foreign: list[str]) -> Check:
    if not foreign:
        return Check("tables", "owned by this role")
    remedy = "Give them to the role that the service connects as: ALTER TABLE ... OWNER TO ..."
    return Check("tables", f"owned by another role: {', '.join(foreign)}", remedy)


def check_row_security(open_tables: list[str]) -> Check:
    if not open_tables:
        return Check("row-level security", "in force on every table of an account")
    remedy = (
        "ALTER TABLE ... ENABLE ROW LEVEL SECURITY and FORCE ROW LEVEL SECURITY, or migrate anew."
    )
    return Check("row-level security", f"not in force on {', '.join(open_tables)}", remedy)
