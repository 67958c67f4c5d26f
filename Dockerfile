# One image for web, worker, beat and the preparation of the database: the command differs.
FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --requirement /tmp/requirements.txt

FROM python:3.11-slim-bookworm
# Debian's point releases replace versions: a pinned one would no longer be found.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --home-dir /app expect
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    EXPECT_ENV=production EXPECT_VAR=/app/var
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY --chown=10001:10001 . .
USER 10001
# Static files belong to the image; these values only let the settings load, and are not kept.
RUN mkdir -p var/files \
    && EXPECT_SECRET_KEY=build EXPECT_ALLOWED_HOSTS=localhost EXPECT_BASE_URL=https://localhost \
       EXPECT_DATABASE_URL=sqlite:////tmp/build.sqlite3 EXPECT_BROKER_URL=redis://localhost EXPECT_SMTP_HOST=localhost \
       EXPECT_MAIL_FROM=build@localhost \
       python manage.py collectstatic --noinput --verbosity 0
VOLUME /app/var/files
EXPOSE 8000
CMD ["gunicorn", "expect.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--limit-request-line", "8190"]
