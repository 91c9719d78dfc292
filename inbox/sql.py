"""Definer functions for the widget, which knows a key or a token before it knows a firm (docs/tenancy.md)."""

FUNCTIONS = """
CREATE FUNCTION inbox_by_key(wanted uuid) RETURNS TABLE (firm_id bigint, inbox_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT firm_id, id FROM inbox_inbox WHERE key = wanted $$;

CREATE FUNCTION inbox_visitor_by_token(hash text) RETURNS TABLE (firm_id bigint, visitor_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT firm_id, id FROM inbox_visitor WHERE token_hash = hash AND revoked_at IS NULL $$;
"""

DROP = "DROP FUNCTION inbox_by_key, inbox_visitor_by_token"

# For the daily sweep, one process over all firms: which have something to remove.
LEFT_BEHIND = """
CREATE FUNCTION inbox_firms_with_leftovers(unsent interval, silent interval) RETURNS TABLE (firm_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT v.firm_id FROM inbox_visitor v WHERE v.contact_id IS NULL AND v.seen_at < now() - silent
    UNION
    SELECT f.firm_id FROM files_file f WHERE f.uploaded_by_id IS NULL AND f.created_at < now() - unsent
        AND NOT EXISTS (SELECT FROM inbox_attachment a WHERE a.firm_id = f.firm_id AND a.file_id = f.id)
$$;
"""
LEFT_BEHIND_DROP = "DROP FUNCTION inbox_firms_with_leftovers"

# Since then also those with files that colleagues brought and never sent.
LEFT_BEHIND_BY_ALL = LEFT_BEHIND.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
    "$$;",
    """    UNION
    SELECT a.firm_id FROM inbox_attachment a WHERE a.message_id IS NULL AND a.author_id IS NOT NULL
        AND a.created_at < now() - silent
$$;""",
)
# Since then also those with deleted messages whose time in the bin is over.
LEFT_BEHIND_AND_BINS = LEFT_BEHIND_BY_ALL.replace(
    "$$;",
    """    UNION
    SELECT m.firm_id FROM inbox_message m WHERE m.deleted_at < now() - silent
        AND EXISTS (SELECT FROM inbox_wording w WHERE w.firm_id = m.firm_id AND w.message_id = m.id)
$$;""",
)
LEFT_BEHIND_BY_VISITORS = LEFT_BEHIND.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

# For the sweep, one process over all firms: what was snoozed until a moment that has come, the longest overdue first.
DUE = """
CREATE FUNCTION inbox_due(now timestamptz, most bigint) RETURNS TABLE (firm_id bigint, conversation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.firm_id, c.id FROM inbox_conversation c WHERE c.wakes_at <= now ORDER BY c.wakes_at, c.id LIMIT most
$$;
"""
DUE_DROP = "DROP FUNCTION inbox_due"

# Replies whose time has come, over all firms: who sends them works in one firm after the other.
OUTGOING_DUE = """
CREATE FUNCTION inbox_outgoing_due(until timestamptz) RETURNS TABLE (firm_id bigint, outgoing_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.firm_id, o.id FROM inbox_outgoing o
    WHERE o.stopped = '' AND o.taken_back_at IS NULL AND o.due_at <= until ORDER BY o.due_at LIMIT 500
$$;
"""
OUTGOING_DUE_DROP = "DROP FUNCTION inbox_outgoing_due"

# A file waits with a reply of its own firm.
WAITS_WITH = """
ALTER TABLE inbox_attachment ADD CONSTRAINT inbox_attachment_outgoing_id_same_firm
    FOREIGN KEY (firm_id, outgoing_id) REFERENCES inbox_outgoing (firm_id, id) DEFERRABLE INITIALLY DEFERRED
"""
WAITS_ALONE = "ALTER TABLE inbox_attachment DROP CONSTRAINT inbox_attachment_outgoing_id_same_firm"

# For the rotation of FIELD_KEYS, which walks all firms: which have keys of their inboxes to seal anew.
WITH_KEYS = """
CREATE FUNCTION inbox_firms_with_identity_keys() RETURNS TABLE (firm_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT DISTINCT k.firm_id FROM inbox_identitykey k $$;
"""
WITH_KEYS_DROP = "DROP FUNCTION inbox_firms_with_identity_keys"

# Since then also those whose client has not answered for as long as the firm has chosen.
DUE_OR_SILENT = """
CREATE OR REPLACE FUNCTION inbox_due(now timestamptz, most bigint) RETURNS TABLE (firm_id bigint, conversation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT c.firm_id, c.id FROM inbox_conversation c WHERE c.wakes_at <= now ORDER BY c.wakes_at, c.id LIMIT most)
    UNION
    (SELECT c.firm_id, c.id FROM inbox_conversation c WHERE c.follow_up_at <= now ORDER BY c.follow_up_at, c.id LIMIT most)
$$;
"""
DUE_ALONE = DUE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

# For the sweep, one process over all firms: which give conversations out.
ROUTING = """
CREATE FUNCTION inbox_firms_that_give_out() RETURNS TABLE (firm_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT DISTINCT i.firm_id FROM inbox_inbox i WHERE i.routing <> '' $$;
"""
ROUTING_DROP = "DROP FUNCTION inbox_firms_that_give_out"
