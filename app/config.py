"""Settings from the environment, read once and never changed.

Every name is UMANIZE_<FIELD> in capitals, except DATABASE_URL, which is spelt as every platform sets it.
The README's table lists them all; a test holds the two together.
"""

import os
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AliasChoices, Field, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

PROJECT_ROOT: Final = Path(__file__).resolve().parent.parent

CommaSeparated = Annotated[tuple[str, ...], NoDecode]
"""A tuple written in the environment as `a, b, c`."""

Positive = Annotated[int, Field(gt=0)]


class SecretFiles(PydanticBaseSettingsSource):
    """Values from files: UMANIZE_JWT_SECRET_FILE=/run/secrets/jwt, as container platforms hand secrets over."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        is_plain = field_name == "database_url"
        name = "DATABASE_URL" if is_plain else f"UMANIZE_{field_name.upper()}"
        path = os.environ.get(f"{name}_FILE")
        value = None if path is None else Path(path).read_text(encoding="utf-8").strip()
        return value, (name if is_plain else field_name), False

    def __call__(self) -> dict[str, Any]:
        read = [
            self.get_field_value(*item[::-1]) for item in self.settings_cls.model_fields.items()
        ]
        return {key: value for value, key, _ in read if value is not None}


class Settings(BaseSettings):
    """All that can be set, with its default."""

    model_config = SettingsConfigDict(env_prefix="UMANIZE_", frozen=True, extra="forbid")

    database_url: Annotated[
        str | None, Field(validation_alias=AliasChoices("DATABASE_URL", "database_url"))
    ] = None
    data_dir: Path = Path(".umanize")

    jwt_secret: CommaSeparated = ()
    jwt_public_key: str | None = None
    jwt_jwks_url: str | None = None
    jwt_algorithms: CommaSeparated = ()
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    jwt_account_claim: str = "account_id"
    jwt_leeway_seconds: Annotated[int, Field(ge=0, le=300)] = 60  # two clocks may differ by so much
    required_scope: str = "campaigns:import"
    cors_origins: CommaSeparated = ()

    default_region: str | None = None
    # None for the list of importer/refusals.yaml.
    suppressed_statuses: Annotated[tuple[str, ...] | None, NoDecode] = None
    docs_enabled: bool = True
    metrics_enabled: bool = True
    shutdown_seconds: Positive = 60  # running imports are given so long to finish

    slow_client_seconds: Annotated[float, Field(gt=0)] = 30.0  # a phone that changes its cell: ten
    import_slots: Positive = 8
    import_slots_per_account: Positive = 4
    slot_patience: Annotated[float, Field(ge=0)] = 30.0  # seconds, as for the account's lock
    max_upload_bytes: Positive = 200 * 1024**2
    max_unpacked_bytes: Positive = 2 * 1024**3
    max_rows: Positive = 2_000_000
    max_columns: Positive = 1_000
    max_reported_errors: Positive = 10_000  # about 1.5 MB of JSON; the counts stay exact

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then files that the environment names as NAME_FILE."""
        return init_settings, env_settings, SecretFiles(settings_cls)

    @field_validator(
        "jwt_secret", "jwt_algorithms", "cors_origins", "suppressed_statuses", mode="before"
    )
    @classmethod
    def split_commas(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator(
        "database_url",
        "jwt_public_key",
        "jwt_jwks_url",
        "jwt_issuer",
        "jwt_audience",
        "default_region",
        mode="before",
    )
    @classmethod
    def blank_is_unset(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("default_region")
    @classmethod
    def region_is_two_letters(cls, value: str | None) -> str | None:
        return None if value is None else parse_region(value)


def parse_region(text: str) -> str:
    """A country code such as `IT`, upper-cased; ValueError when libphonenumber knows no such country."""
    # Imported only here: 40 ms that most starts can do without.
    from phonenumbers import SUPPORTED_REGIONS

    region = text.strip().upper()
    if region not in SUPPORTED_REGIONS:
        raise ValueError(f"{text!r} is not a country code: write two letters such as IT or US")
    return region
