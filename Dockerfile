# Written by `make container-file`: builds the package from the records and serves it. docker build --tag tricord .
# Python is the version that the locked requirements are tested with.
FROM python:3.11-slim AS build

WORKDIR /src
COPY requirements/run.txt requirements/
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements/run.txt

# .dockerignore lets in what a build reads, and nothing else.
COPY . .
RUN /venv/bin/python -m recordpress build \
    && /venv/bin/python -m recordpress verify \
    && /venv/bin/python -m recordpress deploy /served \
    && mv /served/releases/* /release \
    && /venv/bin/python -m compileall -q /release/recordpress

FROM python:3.11-slim

LABEL org.opencontainers.image.title="Tricord: security cooperation of the United States, Japan and the Republic of Korea" \
      org.opencontainers.image.description="The dataset as a site with SQL; its database is in the image" \
      org.opencontainers.image.licenses="CC-BY-4.0"
COPY --from=build /venv /venv
COPY --from=build /release /srv
ENV PATH=/venv/bin:$PATH
WORKDIR /srv

# All of it belongs to root and can be read-only; nothing is written while it runs.
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 65532:65532
EXPOSE 8001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8001/-/versions.json', timeout=4)"]
CMD ["python", "-m", "recordpress", "serve", "--release", ".", "--host", "0.0.0.0", "--port", "8001"]
