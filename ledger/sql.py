"""The ledger's tables and functions, as the first migration makes them."""

from core.fence import FIRM_IN_SCOPE, wall

TABLES = """
CREATE TABLE ledger_head (
    firm_id bigint PRIMARY KEY REFERENCES accounts_firm (id) ON DELETE CASCADE,
    event_id bigint NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE ledger_event (
    firm_id bigint NOT NULL REFERENCES accounts_firm (id) ON DELETE CASCADE,
    id bigint NOT NULL,
    day date NOT NULL,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    actor bigint,
    subject_type text NOT NULL,
    subject_id text NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (firm_id, id, day)
) PARTITION BY RANGE (day);
CREATE INDEX ledger_event_subject ON ledger_event (firm_id, subject_type, subject_id, id);
CREATE TABLE ledger_event_default PARTITION OF ledger_event DEFAULT;

CREATE TABLE ledger_streamhead (
    stream text PRIMARY KEY,
    firm_id bigint NOT NULL REFERENCES accounts_firm (id) ON DELETE CASCADE,
    seq bigint NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE ledger_frame (
    firm_id bigint NOT NULL REFERENCES accounts_firm (id) ON DELETE CASCADE,
    stream text NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    event_id bigint NOT NULL,
    body text NOT NULL CHECK (body LIKE '{"op":%'),
    PRIMARY KEY (stream, seq, at)
) PARTITION BY RANGE (at);
CREATE TABLE ledger_frame_default PARTITION OF ledger_frame DEFAULT;

CREATE TABLE ledger_audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    firm_id bigint NOT NULL REFERENCES accounts_firm (id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    actor bigint,
    kind text NOT NULL,
    subject_type text NOT NULL,
    subject_id text NOT NULL,
    before jsonb,
    after jsonb
);
CREATE INDEX ledger_audit_subject ON ledger_audit (firm_id, subject_type, subject_id, id DESC);
CREATE INDEX ledger_audit_time ON ledger_audit (firm_id, id DESC);

CREATE TABLE ledger_cursor (
    firm_id bigint NOT NULL REFERENCES accounts_firm (id) ON DELETE CASCADE,
    handler text NOT NULL,
    event_id bigint NOT NULL DEFAULT 0,
    day date NOT NULL DEFAULT '2000-01-01',
    PRIMARY KEY (firm_id, handler)
);
"""

WALLED = ("ledger_head", "ledger_event", "ledger_streamhead", "ledger_frame", "ledger_audit", "ledger_cursor")
WALLS = ";\n".join(wall(table) for table in WALLED)

# One call, the last before COMMIT. The heads are locked in one order by everybody: the streams by their names, then the
# firm. What is numbered under a head is in the order of the commits. A frame without a body makes its stream forget.
APPEND = f"""
CREATE FUNCTION ledger_append(events jsonb, frames jsonb)
RETURNS TABLE (stream text, seq bigint, at_ms bigint, body text)
LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    firm bigint := {FIRM_IN_SCOPE};
    heads jsonb;
    before_these bigint;
    moment timestamptz;
BEGIN
    INSERT INTO ledger_audit (firm_id, at, actor, kind, subject_type, subject_id, before, after)
    SELECT firm, (e.value->>'at')::timestamptz, (e.value->>'actor')::bigint, e.value->>'kind',
           e.value->>'subject_type', e.value->>'subject_id', e.value->'before', e.value->'after'
    FROM jsonb_array_elements(events) WITH ORDINALITY AS e(value, position)
    WHERE jsonb_typeof(e.value->'after') = 'object' ORDER BY e.position;

    WITH moved AS (
        INSERT INTO ledger_streamhead AS head (stream, firm_id, seq)
        SELECT f.value->>'stream', firm, count(*) FROM jsonb_array_elements(frames) AS f(value) GROUP BY 1 ORDER BY 1
        ON CONFLICT (stream) DO UPDATE SET seq = head.seq + excluded.seq
        RETURNING head.stream, head.seq)
    SELECT jsonb_object_agg(moved.stream, moved.seq) INTO heads FROM moved;

    INSERT INTO ledger_head AS head (firm_id, event_id) VALUES (firm, jsonb_array_length(events))
    ON CONFLICT (firm_id) DO UPDATE SET event_id = head.event_id + excluded.event_id
    RETURNING head.event_id - jsonb_array_length(events) INTO before_these;
    moment := clock_timestamp();

    INSERT INTO ledger_event (firm_id, id, day, kind, at, actor, subject_type, subject_id, data)
    SELECT firm, before_these + e.position, (moment AT TIME ZONE 'UTC')::date, e.value->>'kind',
           (e.value->>'at')::timestamptz, (e.value->>'actor')::bigint,
           e.value->>'subject_type', e.value->>'subject_id', e.value->'data'
    FROM jsonb_array_elements(events) WITH ORDINALITY AS e(value, position);

    PERFORM ledger_forget(f.value->>'stream') FROM jsonb_array_elements(frames) AS f(value) WHERE f.value->>'body' IS NULL;

    RETURN QUERY
    WITH said AS (
        SELECT f.value->>'stream' AS stream, (f.value->>'event')::int AS event, f.value->>'body' AS body, f.position
        FROM jsonb_array_elements(frames) WITH ORDINALITY AS f(value, position)),
    numbered AS (
        SELECT s.stream, s.event, s.body, (heads->>s.stream)::bigint - count(*) OVER (PARTITION BY s.stream)
               + row_number() OVER (PARTITION BY s.stream ORDER BY s.position) AS seq
        FROM said s),
    kept AS (
        INSERT INTO ledger_frame (firm_id, stream, seq, at, event_id, body)
        SELECT firm, n.stream, n.seq, moment, before_these + n.event + 1, n.body FROM numbered n WHERE n.body IS NOT NULL
        RETURNING stream, seq, body)
    SELECT k.stream, k.seq, (extract(epoch FROM moment) * 1000)::bigint, k.body FROM kept k ORDER BY k.stream, k.seq;
END $$;
"""

# For one process over all firms: names and numbers only (docs/tenancy.md).
DEFINERS = """
CREATE FUNCTION ledger_heads(streams text[]) RETURNS TABLE (stream text, seq bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT stream, seq FROM ledger_streamhead WHERE stream = ANY (streams) $$;

CREATE FUNCTION ledger_firms_behind(handlers text[]) RETURNS TABLE (firm_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT head.firm_id
    FROM ledger_head head CROSS JOIN unnest(handlers) AS reader(name)
    LEFT JOIN ledger_cursor c ON c.firm_id = head.firm_id AND c.handler = reader.name
    WHERE head.event_id > coalesce(c.event_id, 0)
$$;
"""

# What the application may not do by itself: change what was recorded. Each is confined to the firm in scope.
ERASURE = f"""
CREATE FUNCTION ledger_forget(name text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM ledger_frame WHERE stream = name AND firm_id = {FIRM_IN_SCOPE}
$$;

CREATE FUNCTION ledger_forget_changes(of_type text, of_id text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE ledger_audit SET before = NULL, after = NULL
    WHERE firm_id = {FIRM_IN_SCOPE} AND subject_type = of_type AND subject_id = of_id
$$;
"""

# Days ahead are made, old days dropped; an event that some reader has not seen yet is kept however old it is. A day that
# is busy is left for the next time. Returns a sentence for each thing that could not be done.
ROLL = """
CREATE FUNCTION ledger_roll(ahead int, keep_events int, keep_frames int, handlers text[]) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
    kept CONSTANT jsonb := jsonb_build_object(
        'ledger_event', current_date - greatest(keep_events, 7), 'ledger_frame', current_date - greatest(keep_frames, 1));
    parent text;
    part text;
    day date;
    is_unread boolean;
BEGIN
    FOREACH parent IN ARRAY ARRAY['ledger_event', 'ledger_frame'] LOOP
        FOR day IN SELECT generate_series(current_date + 1, current_date + ahead, '1 day')::date LOOP
            part := format('%s_%s', parent, to_char(day, 'YYYYMMDD'));
            CONTINUE WHEN to_regclass(part) IS NOT NULL;
            BEGIN
                EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, parent, day, day + 1);
            EXCEPTION WHEN check_violation OR lock_not_available THEN
                RETURN NEXT format('%s was not made: %s', part, SQLERRM);
            END;
        END LOOP;
        FOR part IN SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = parent::regclass ORDER BY 1 LOOP
            CONTINUE WHEN part !~ '_[0-9]{8}$' OR to_date(right(part, 8), 'YYYYMMDD') >= (kept->>parent)::date;
            is_unread := false;
            IF parent = 'ledger_event' THEN
                EXECUTE format('SELECT EXISTS (
                    SELECT FROM (SELECT firm_id, max(id) AS newest FROM %I GROUP BY firm_id) e
                    CROSS JOIN unnest($1) AS reader(name)
                    LEFT JOIN ledger_cursor c ON c.firm_id = e.firm_id AND c.handler = reader.name
                    WHERE coalesce(c.event_id, 0) < e.newest)', part) INTO is_unread USING handlers;
            END IF;
            IF is_unread THEN
                RETURN NEXT format('%s is kept: a reader has not seen all of it', part);
                CONTINUE;
            END IF;
            BEGIN
                EXECUTE format('DROP TABLE %I', part);
            EXCEPTION WHEN lock_not_available THEN
                RETURN NEXT format('%s was not dropped: %s', part, SQLERRM);
            END;
        END LOOP;
    END LOOP;
    DELETE FROM ledger_frame_default WHERE at < (kept->>'ledger_frame')::date;
    DELETE FROM ledger_event_default e WHERE e.day < (kept->>'ledger_event')::date AND NOT EXISTS (
        SELECT FROM unnest(handlers) AS reader(name)
        LEFT JOIN ledger_cursor c ON c.firm_id = e.firm_id AND c.handler = reader.name
        WHERE coalesce(c.event_id, 0) < e.id);
END $$;
"""

# After a restore from a backup: screens that were further than the backup must not take new frames for the ones they know.
RESTORED = """
CREATE FUNCTION ledger_restored() RETURNS void
LANGUAGE sql SET search_path = public, pg_temp AS
$$ UPDATE ledger_streamhead SET seq = seq + 1000000 $$;
REVOKE EXECUTE ON FUNCTION ledger_restored FROM PUBLIC;
"""

FUNCTIONS = [ERASURE, APPEND, DEFINERS, ROLL, RESTORED]

BACKWARDS = """
DROP FUNCTION ledger_restored, ledger_roll, ledger_forget_changes, ledger_forget;
DROP FUNCTION ledger_firms_behind, ledger_heads, ledger_append;
DROP TABLE ledger_cursor, ledger_audit, ledger_frame, ledger_streamhead, ledger_event, ledger_head;
"""
