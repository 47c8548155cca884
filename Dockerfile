# Legami in a container: built with the locked libraries, run by a user without rights, data in the volume /data.
#   docker compose run --rm app init --demo --persons 5000 --seed 1
FROM python:3.13-slim AS build
WORKDIR /build
RUN python -m venv /opt/legami
ENV PATH=/opt/legami/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY graph graph
COPY matching matching
COPY api api
RUN pip install --no-deps --no-build-isolation .

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Legami" \
      org.opencontainers.image.licenses="EUPL-1.2"
RUN useradd --uid 10001 --user-group --home-dir /data --no-create-home --shell /usr/sbin/nologin legami \
 && install --directory --owner legami --group legami --mode 0700 /data
COPY --from=build /opt/legami /opt/legami
ENV PATH=/opt/legami/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    LEGAMI_STORE=sqlite:////data/legami.sqlite \
    LEGAMI_CACHE=/data/cache
USER 10001:10001
WORKDIR /data
VOLUME /data
# Healthy means that the store can be opened and read; before `legami init` there is none.
HEALTHCHECK --interval=60s --timeout=20s --start-period=20s --retries=3 CMD ["legami", "info", "--json"]
ENTRYPOINT ["legami"]
CMD ["--help"]
