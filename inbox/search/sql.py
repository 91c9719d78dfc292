"""The index of lines and the function that asks it (docs/tenancy.md, docs/decisions/0012).

Row-level security keeps a GIN index from whoever is walled, so the function runs with the owner's rights: it reads the
firm in scope itself, and every word it asks for begins with that firm.

A line's lexemes, for firm 7: each beginning of each word up to EDGE characters as `7^ten`, a longer word whole as
`7|tender`, whose line it is as `7#note`, and where and when it was said as `7@<inbox>.<period of 30 days>`.
So a word that is still being typed is one exact lexeme, and a search goes through the periods one after the other,
the newest first, until it has enough.
"""

from core.fence import FIRM_IN_SCOPE

EDGE = 6
"""Characters up to which a beginning is a lexeme of its own."""
PERIOD = 30 * 24 * 3600
"""Seconds."""
LONGEST = 40
PERIOD_OF = f"floor(extract(epoch FROM {{at}} AT TIME ZONE 'UTC') / {PERIOD})::bigint"

GOES_WITH_ITS_LINE = """
ALTER TABLE inbox_indexedline ADD CONSTRAINT inbox_indexedline_id_same_firm FOREIGN KEY (firm_id, id)
REFERENCES inbox_message (firm_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
GOES_ALONE = "ALTER TABLE inbox_indexedline DROP CONSTRAINT inbox_indexedline_id_same_firm"

LEXEMES = f"""
CREATE FUNCTION inbox_lexemes(firm bigint, inbox uuid, side text, said timestamptz, words tsvector) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_to_tsvector(array(
        SELECT firm::text || '^' || left(word, size)
            FROM unnest(tsvector_to_array(words)) AS word, generate_series(1, least(length(word), {EDGE})) AS size
        UNION ALL
        SELECT firm::text || '|' || word FROM unnest(tsvector_to_array(words)) AS word WHERE length(word) > {EDGE}
        UNION ALL
        SELECT firm::text || '#' || side
        UNION ALL
        SELECT firm::text || '@' || inbox::text || '.'
            || {PERIOD_OF.format(at="said")}::text
    ))
$$
"""
LEXEMES_DROP = "DROP FUNCTION inbox_lexemes"

# What waits in a list of its own would be read through by every search: fastupdate is off.
INDEX = """
CREATE INDEX CONCURRENTLY indexed_lines_by_word ON inbox_indexedline
USING gin (inbox_lexemes(firm_id, inbox_id, side, said_at, words)) WITH (fastupdate = off)
"""
INDEX_DROP = "DROP INDEX CONCURRENTLY indexed_lines_by_word"

IS_IN_STATE = """(state = '' OR (
        SELECT c.closed_at IS NULL FROM inbox_conversation c WHERE c.firm_id = firm AND c.id = {line}.conversation_id
    ) = (state = 'open'))
    AND (cardinality(tagged) = 0 OR (
        SELECT count(*) FROM inbox_tagging g
        WHERE g.firm_id = firm AND g.conversation_id = {line}.conversation_id AND g.tag_id = ANY (tagged)
    ) = cardinality(tagged))"""

# The newest lines one after the other: what is said often is among them.
WALK = f"""
    SELECT n.id, n.conversation_id, n.said_at,
        n.inbox_id = ANY (doors) AND n.side = ANY (sides) AND n.words @@ whole AND ({IS_IN_STATE.format(line="n")}) AS fits
    FROM (
        SELECT l.id, l.conversation_id, l.inbox_id, l.side, l.said_at, l.words FROM inbox_indexedline l
        WHERE l.firm_id = firm AND l.said_at <= before AND (l.said_at < before OR l.id < before_id)
        ORDER BY l.said_at DESC, l.id DESC LIMIT glance
    ) n
    ORDER BY n.said_at DESC, n.id DESC
"""

# One period by the index alone. Each word is a condition of its own, so that the index leaps from one to the other.
PROBE = f"""
    SELECT d.id, d.conversation_id, d.said_at, d.hits, ({IS_IN_STATE.format(line="d")}) AS fits
    FROM (
        SELECT f.id, f.conversation_id, f.said_at, f.hits FROM (
            SELECT DISTINCT ON (h.conversation_id) h.id, h.conversation_id, h.said_at, h.hits
            FROM (
                SELECT l.id, l.conversation_id, l.firm_id, l.inbox_id, l.side, l.said_at, count(*) OVER () AS hits
                FROM inbox_indexedline l
                WHERE inbox_lexemes(l.firm_id, l.inbox_id, l.side, l.said_at, l.words) @@ word_1
                    AND inbox_lexemes(l.firm_id, l.inbox_id, l.side, l.said_at, l.words) @@ word_2
                    AND inbox_lexemes(l.firm_id, l.inbox_id, l.side, l.said_at, l.words) @@ word_3
                    AND inbox_lexemes(l.firm_id, l.inbox_id, l.side, l.said_at, l.words) @@ others
                    AND inbox_lexemes(l.firm_id, l.inbox_id, l.side, l.said_at, l.words) @@ here
                OFFSET 0
            ) h
            WHERE h.firm_id = firm AND h.inbox_id = ANY (doors) AND h.side = ANY (sides)
                AND h.said_at <= place AND (h.said_at < place OR h.id < place_id)
            ORDER BY h.conversation_id, h.said_at DESC, h.id DESC
        ) f
        ORDER BY f.said_at DESC, f.id DESC
        OFFSET 0
    ) d
"""

# A conversation stands where its newest line is that fits: on an earlier page, if that one is newer than the page begins.
STOOD_BEFORE = """
    SELECT FROM inbox_indexedline n WHERE n.firm_id = firm AND n.conversation_id = hit.conversation_id
        AND n.said_at >= before AND (n.said_at > before OR n.id >= before_id)
        AND n.inbox_id = ANY (doors) AND n.side = ANY (sides) AND n.words @@ whole
"""

QUOTED = r"""'''' || replace(replace({text}, '\', '\\'), '''', '''''') || ''''"""

TAKE = f"""
            CONTINUE WHEN NOT hit.fits OR hit.conversation_id = ANY (known);
            known := known || hit.conversation_id;
            CONTINUE WHEN before < 'infinity' AND EXISTS ({STOOD_BEFORE});
            conversation := hit.conversation_id;
            line := hit.id;
            said_us := (extract(epoch FROM hit.said_at) * 1000000)::bigint;
            RETURN NEXT;
            given := given + 1;
            IF given >= wanted THEN RETURN; END IF;
"""

SEARCH = f"""
CREATE FUNCTION inbox_search(
    asked text[], doors uuid[], sides text[], state text, before timestamptz, before_id uuid,
    wanted bigint, glance bigint, most bigint, tagged uuid[] DEFAULT '{{}}'
) RETURNS TABLE (conversation uuid, line uuid, said_us bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET work_mem = '32MB' SET jit = off
AS $search$
#variable_conflict error
DECLARE
    firm bigint := {FIRM_IN_SCOPE};
    terms tsquery[];
    whole tsquery;
    word_1 tsquery; word_2 tsquery; word_3 tsquery; others tsquery; here tsquery;
    whose tsquery;
    known uuid[] := '{{}}';
    given bigint := 0;
    looked bigint := 0;
    hits bigint;
    place timestamptz := before;
    place_id uuid := before_id;
    period bigint;
    oldest bigint;
    hit record;
BEGIN
    SELECT string_agg(({QUOTED.format(text="word")}) || ':*', ' & ')::tsquery,
        array_agg((CASE
            WHEN length(word) > {EDGE} THEN ({QUOTED.format(text="firm::text || '|' || word")}) || ':*'
            ELSE {QUOTED.format(text="firm::text || '^' || word")}
        END)::tsquery ORDER BY length(word) DESC)
        INTO whole, terms FROM (SELECT left(each, {LONGEST}) AS word FROM unnest(asked) AS each) w WHERE word <> '';
    IF firm IS NULL OR whole IS NULL OR coalesce(cardinality(doors), 0) = 0 OR coalesce(cardinality(sides), 0) = 0 THEN
        RETURN;
    END IF;

    FOR hit IN {WALK} LOOP
        looked := looked + 1;
        place := hit.said_at;
        place_id := hit.id;
{TAKE}
    END LOOP;
    IF looked < glance THEN RETURN; END IF;

    word_1 := terms[1];
    word_2 := coalesce(terms[2], word_1);
    word_3 := coalesce(terms[3], word_1);
    others := coalesce(terms[4], word_1);
    FOR rest IN 5 .. cardinality(terms) LOOP others := others && terms[rest]; END LOOP;
    SELECT string_agg({QUOTED.format(text="firm::text || '#' || side")}, ' | ')::tsquery INTO whose FROM unnest(sides) AS side;
    SELECT {PERIOD_OF.format(at="l.said_at")} INTO oldest
        FROM inbox_indexedline l WHERE l.firm_id = firm ORDER BY l.said_at, l.id LIMIT 1;
    SELECT {PERIOD_OF.format(at="least(place, l.said_at)")} INTO period
        FROM inbox_indexedline l WHERE l.firm_id = firm ORDER BY l.said_at DESC, l.id DESC LIMIT 1;
    WHILE period >= oldest LOOP
        SELECT string_agg({QUOTED.format(text="firm::text || '@' || door::text || '.' || period::text")}, ' | ')::tsquery
            INTO here FROM unnest(doors) AS door;
        IF cardinality(sides) < 3 THEN here := here && whose; END IF;
        hits := 0;
        FOR hit IN {PROBE} LOOP
            hits := hit.hits;
{TAKE}
        END LOOP;
        looked := looked + hits;
        IF looked > most AND period > oldest THEN
            conversation := NULL;
            line := NULL;
            said_us := period * {PERIOD} * 1000000;
            RETURN NEXT;
            RETURN;
        END IF;
        period := period - 1;
    END LOOP;
END
$search$
"""
SEARCH_DROP = "DROP FUNCTION inbox_search"
UNTAGGED_SEARCH_DROP = (
    "DROP FUNCTION IF EXISTS inbox_search(text[], uuid[], text[], text, timestamptz, uuid, bigint, bigint, bigint)"
)
"""As it was before there were tags."""
SEARCH_ANEW = SEARCH.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

# For the daily sweep, one process over all firms: who has lines that an older version of the product wrote meanwhile.
LEFT_OUT = """
CREATE FUNCTION inbox_firms_with_lines_left_out() RETURNS TABLE (firm_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT m.firm_id FROM inbox_message m
    WHERE m.kind <> 'event'
        AND NOT EXISTS (SELECT FROM inbox_indexedline l WHERE l.firm_id = m.firm_id AND l.id = m.id)
        AND (m.body <> '' OR EXISTS (SELECT FROM inbox_attachment a WHERE a.firm_id = m.firm_id AND a.message_id = m.id))
$$
"""
LEFT_OUT_DROP = "DROP FUNCTION inbox_firms_with_lines_left_out"
