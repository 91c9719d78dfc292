# One image for every process of the product; compose.yaml says which command each runs. Not tried here.
FROM debian:12-slim AS build

RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY dev package.json package-lock.json tsconfig.json ./
COPY tools tools
COPY requirements requirements
RUN ./dev install
COPY . .
RUN ./dev assets && rm -rf node_modules var
# Every static file under a name that changes with its content, as production alone looks for them.
# Production wants its settings even for this; none of these is used.
RUN APP_ENV=production STATIC_ROOT=/app/collected SECRET_KEY=unused \
    FIELD_KEYS=dW51c2VkLXVudXNlZC11bnVzZWQtdW51c2VkLXVudXM= \
    DATABASE_URL=postgresql://unused@unused/unused REDIS_URL=redis://unused \
    PUBLIC_URL=https://desk.unused WIDGET_URL=https://chat.unused CONTENT_URL=https://files.unused \
    .venv/bin/python manage.py collectstatic --noinput

FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app consultantpro \
 && install -d -o consultantpro -g consultantpro /state
COPY --from=build /app /app
WORKDIR /app
USER consultantpro
ENV PATH=/app/.venv/bin:$PATH APP_ENV=production STATE_DIR=/state STATIC_ROOT=/app/collected PYTHONUNBUFFERED=1
VOLUME /state
EXPOSE 8000
CMD ["python", "-m", "live.serve", "--server", "uvicorn", "--host", "0.0.0.0", "--port", "8000"]
