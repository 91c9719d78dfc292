"""The room's definer functions (docs/tenancy.md)."""

# One browser has one endpoint, whoever signs in there: who subscribes last takes it, from another firm's person too.
# The lock keeps two who subscribe at once apart until the first has committed.
TAKE_ENDPOINT = """
CREATE FUNCTION timeline_take_endpoint(taken text, by_person bigint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT pg_advisory_xact_lock(hashtextextended(taken, 0));
    DELETE FROM timeline_pushdevice WHERE endpoint = taken AND membership_id <> by_person;
$$;
"""
TAKE_ENDPOINT_DROP = "DROP FUNCTION timeline_take_endpoint"

# Whose digest is due, over all firms: one of each firm, then the second of each, so that a large firm keeps none waiting.
DIGESTS_DUE = """
CREATE FUNCTION timeline_digests_due(now timestamptz, most bigint) RETURNS TABLE (firm_id bigint, membership_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.firm_id, t.membership_id FROM timeline_digestturn t WHERE t.due_at <= now
    ORDER BY row_number() OVER (PARTITION BY t.firm_id ORDER BY t.due_at, t.id), t.due_at, t.id LIMIT most
$$;
"""
DIGESTS_DUE_DROP = "DROP FUNCTION timeline_digests_due"
