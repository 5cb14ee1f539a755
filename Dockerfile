# syntax=docker/dockerfile:1
# Build: the locked dependencies and the project in a virtual environment; no embedded Postgres.
FROM python:3.13-slim AS build
WORKDIR /srv/umanize
COPY requirements.lock pyproject.toml README.md ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY app app
COPY migrations migrations
COPY openapi.json alembic.ini ./
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && .venv/bin/python -m compileall -q app migrations

# Run: nothing but that folder, as a user who owns none of it.
FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home umanize
WORKDIR /srv/umanize
COPY --from=build /srv/umanize /srv/umanize
USER umanize
ENV PATH=/srv/umanize/.venv/bin:$PATH PYTHONUNBUFFERED=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["umanize", "serve", "--host", "0.0.0.0", "--port", "8000"]
