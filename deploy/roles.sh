#!/bin/sh
# Runs once, when PostgreSQL's volume is new: the two roles, the database and its extensions.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" <<'SQL'
CREATE ROLE consultantpro_owner LOGIN PASSWORD :'owner';
CREATE ROLE consultantpro_app LOGIN PASSWORD :'app';
ALTER ROLE consultantpro_app SET random_page_cost = 1.1; -- what it reads lies in memory or on a disk that does not turn
CREATE DATABASE consultantpro OWNER consultantpro_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
\connect consultantpro
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
CREATE EXTENSION btree_gist;
ALTER SCHEMA public OWNER TO consultantpro_owner;
SQL
