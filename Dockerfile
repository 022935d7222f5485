# Two stages: the first installs into /opt/venv, the second holds what runs and nothing else.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY storage ./storage
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    SITREP_CONFIG=/app/feeds.yaml \
    SITREP_DATABASE=sqlite:////data/sitrep.db
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin sitrep \
    && mkdir -p /app /data && chown sitrep:sitrep /data
COPY --from=build /opt/venv /opt/venv
COPY feeds.yaml /app/feeds.yaml
WORKDIR /app
USER sitrep
VOLUME /data
# Healthy: the database opens, and the service has been at work lately.
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s CMD ["sitrep", "doctor", "--alive"]
STOPSIGNAL SIGTERM
CMD ["sitrep", "run"]
