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
