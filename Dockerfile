# One image for every role: `daybook run`, `python -m bot`, `python -m jobs`, `daybook ingest …`.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.lock requirements-dev.lock ./
RUN python -m venv /tools \
    && /tools/bin/pip install --no-cache-dir --require-hashes -r requirements-dev.lock \
    && python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE daybook.py ./
COPY bot bot
COPY jobs jobs
COPY storage storage
RUN /tools/bin/hatchling build -t wheel && /venv/bin/pip install --no-cache-dir --no-deps dist/*.whl

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home daybook && install -d -o daybook /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DAYBOOK_DATABASE_URL=sqlite:////data/daybook.db
USER daybook
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["daybook", "health"]
STOPSIGNAL SIGTERM
CMD ["daybook", "run"]
