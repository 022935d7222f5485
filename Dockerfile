# Two stages: the first installs into /opt/venv, the second holds what runs and nothing else.
FROM python:3.13-slim AS build
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN /opt/venv/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE requirements-dev.lock ./
COPY tools/compile.py ./tools/
COPY bot ./bot
COPY storage ./storage
# `--build-arg COMPILED=yes` compiles the extractors: 1.6 times as many articles a second, for some minutes here. The
# compilers stay behind in this stage.
ARG COMPILED=no
RUN if [ "$COMPILED" = yes ]; then \
        apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev \
        && python -m venv /opt/tools \
        && /opt/tools/bin/pip install --require-hashes -r requirements.lock \
        && /opt/tools/bin/pip install --require-hashes -r requirements-dev.lock \
        && /opt/tools/bin/python -m tools.compile /wheel; \
    fi \
    && /opt/venv/bin/pip install --no-deps $(ls /wheel/*.whl 2>/dev/null || echo .)

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
