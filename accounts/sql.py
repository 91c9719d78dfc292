"""Definer functions that answer before a firm is known, or over all firms (docs/tenancy.md). They return ids only."""

FUNCTIONS = """
CREATE FUNCTION accounts_memberships_of(person bigint) RETURNS TABLE (firm_id bigint, membership_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT firm_id, id FROM accounts_membership WHERE person_id = person AND ended_at IS NULL ORDER BY id $$;

CREATE FUNCTION accounts_invitation_by_token(hash text) RETURNS TABLE (firm_id bigint, invitation_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT firm_id, id FROM accounts_invitation WHERE token_hash = hash $$;
"""

DROP = "DROP FUNCTION accounts_memberships_of, accounts_invitation_by_token"

SECOND = """
CREATE OR REPLACE FUNCTION accounts_invitation_by_token(hash text) RETURNS TABLE (firm_id bigint, invitation_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT firm_id, id FROM accounts_invitation WHERE token_hash = hash OR mail_hash = hash $$;

CREATE FUNCTION accounts_token_by_hash(hash text) RETURNS TABLE (firm_id bigint, token_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT firm_id, id FROM accounts_apitoken WHERE token_hash = hash $$;

CREATE FUNCTION accounts_forget_replies(older_than interval) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM accounts_keptreply WHERE created_at < now() - older_than RETURNING 1)
    SELECT count(*) FROM gone
$$;
"""

UNDO_SECOND = """
DROP FUNCTION accounts_token_by_hash, accounts_forget_replies;
CREATE OR REPLACE FUNCTION accounts_invitation_by_token(hash text) RETURNS TABLE (firm_id bigint, invitation_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT firm_id, id FROM accounts_invitation WHERE token_hash = hash $$;
"""
