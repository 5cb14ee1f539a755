"""An account to test with, and a look at all that is stored of it."""

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from app.admin import Administration
from app.config import Settings
from app.database import account_transaction
from app.importer.request import ImportRequest
from app.importer.service import import_targets
from app.schemas import CampaignTargetsImportResult

FIELDS = ("customer_id", "name", "surname", "email", "phone", "status")


@dataclass
class Tenant:
    """One account in the test database with its campaigns, by name."""

    engine: Engine
    account_id: UUID
    campaigns: dict[str, UUID] = field(default_factory=dict)

    @property
    def admin(self) -> Administration:
        return Administration(self.engine)

    def campaign(self, name: str = "A") -> UUID:
        """The campaign of this name, made when it is first asked for."""
        if name not in self.campaigns:
            self.campaigns[name] = self.admin.create_campaign(self.account_id, name)
        return self.campaigns[name]

    def import_bytes(
        self,
        settings: Settings,
        content: bytes,
        campaign: str = "A",
        *,
        skip: bool = False,
        columns: Mapping[str, str | None] | None = None,
    ) -> CampaignTargetsImportResult:
        """Import a file through the service, without HTTP."""
        with tempfile.NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            request = self.request(Path(file.name), content, campaign, skip)
            request = replace(request, columns=columns or {})
            return import_targets(self.engine, settings, request).result

    def request(self, path: Path, content: bytes, campaign: str, skip: bool) -> ImportRequest:
        return ImportRequest(
            account_id=self.account_id,
            campaign_id=self.campaign(campaign),
            imported_by="test",
            path=path,
            file_name="customers.csv",
            file_size=len(content),
            file_sha256=hashlib.sha256(content).digest(),
            skip_if_in_other_campaigns=skip,
        )

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every stored row of this account, in the order of ids, with the physical `ctid` and `xmin`."""
        key = "header" if table == "column_names" else "id"
        query = (
            f"SELECT ctid::text, xmin::text, * FROM {table} WHERE account_id = :id ORDER BY {key}"
        )
        with account_transaction(self.engine, self.account_id) as connection:
            found = connection.execute(text(query), {"id": self.account_id})
            return [dict(row) for row in found.mappings()]

    def customers(self) -> list[dict[str, Any]]:
        """The contract's fields of every customer, in the order of ids."""
        return [{name: row[name] for name in FIELDS} for row in self.rows("customers")]


def new_tenant(engine: Engine, region: str | None = "IT") -> Tenant:
    return Tenant(engine, Administration(engine).create_account("Test", region))
