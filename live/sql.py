"""Definer functions of the live room (docs/tenancy.md)."""

FUNCTIONS = """
CREATE FUNCTION live_jobs_left_behind() RETURNS TABLE (firm_id bigint, job_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT firm_id, id FROM live_job WHERE finished_at IS NULL AND touched_at < now() - interval '10 seconds'
   ORDER BY touched_at LIMIT 20 $$;
"""

DROP = "DROP FUNCTION live_jobs_left_behind"
