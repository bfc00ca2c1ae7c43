# Zhutiao for PostgreSQL; see docker-compose.yml. The commands are `zhutiao`'s: web, worker, mail, ...
FROM python:3.12-slim AS packages
WORKDIR /build
COPY requirements.lock .
RUN python -m venv /opt/zhutiao \
 && /opt/zhutiao/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.12-slim
# Reads old Word and WPS files; where libreoffice-writer-nogui is there too, their automatic numbers.
RUN apt-get update \
 && apt-get install -y --no-install-recommends catdoc \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin zhutiao \
 && install -d -o zhutiao -g zhutiao -m 0700 /data
COPY --from=packages /opt/zhutiao /opt/zhutiao
WORKDIR /srv/zhutiao
COPY alembic.ini ./
COPY draft_text draft_text
COPY migrations migrations
COPY templates templates
COPY scripts/worker_alive.py scripts/
COPY app app
ENV PATH=/opt/zhutiao/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ZHUTIAO_DATA_DIR=/data \
    ZHUTIAO_HOST=0.0.0.0 \
    ZHUTIAO_PORT=8000 \
    ZHUTIAO_SMTP_LISTEN_HOST=0.0.0.0 \
    ZHUTIAO_SMTP_LISTEN_PORT=8025
# Compiled here, since the running container may not write beside the sources.
RUN PYTHONDONTWRITEBYTECODE= python -m compileall -q app migrations
USER zhutiao
VOLUME /data
EXPOSE 8000 8025
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve"]
