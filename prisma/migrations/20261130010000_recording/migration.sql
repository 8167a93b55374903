-- What recording at wire speed needs: partitions by day, payloads apart with a life of their own, windows for charts, scores that wait for their request, and who was served by which arm of a rollout.

-- One day of one table, made ahead of its first row: nobody waits for that but who uses the default partition. Rows of that day that the default partition took in move into it; then readers wait too, since one that had looked up the partitions before would find the rows in neither.
CREATE FUNCTION traces.ensure_partition(parent text, day date) RETURNS boolean
LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  part text := parent || '_' || to_char(day, 'YYYYMMDD');
  key text := CASE parent WHEN 'evaluation' THEN 'evaluated_at' ELSE 'started_at' END;
  strays text := format('SELECT EXISTS (SELECT FROM traces.%I WHERE %I >= %L AND %2$I < %4$L)',
    parent || '_default', key, day::timestamptz, (day + 1)::timestamptz);
  moves boolean;
  has_strays boolean;
BEGIN
  IF to_regclass(format('traces.%I', part)) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE strays INTO moves;
  IF moves THEN EXECUTE format('LOCK TABLE traces.%I IN ACCESS EXCLUSIVE MODE', parent); END IF;
  EXECUTE format('LOCK TABLE traces.%I IN ACCESS EXCLUSIVE MODE', parent || '_default');
  EXECUTE strays INTO has_strays;
  IF has_strays AND NOT moves THEN
    RAISE EXCEPTION 'rows of % came while its partition was made; try again', day USING ERRCODE = 'lock_not_available';
  END IF;
  -- Another process may have made it while this one waited.
  IF to_regclass(format('traces.%I', part)) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE traces.%I (LIKE traces.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part, parent);
  EXECUTE format(
    'WITH moved AS (DELETE FROM traces.%1$I WHERE %2$I >= %4$L AND %2$I < %5$L RETURNING *) INSERT INTO traces.%3$I SELECT * FROM moved',
    parent || '_default', key, part, day::timestamptz, (day + 1)::timestamptz);
  EXECUTE format('ALTER TABLE traces.%I ATTACH PARTITION traces.%I FOR VALUES FROM (%L) TO (%L)',
    parent, part, day::timestamptz, (day + 1)::timestamptz);
  RETURN true;
END $$;

-- The days whose rows the default partition holds: what came before its partition was made.
CREATE FUNCTION traces.days_in_default(parent text) RETURNS SETOF date
LANGUAGE plpgsql STABLE SET timezone = 'UTC' AS $$
BEGIN
  RETURN QUERY EXECUTE format('SELECT DISTINCT (%1$I)::date FROM traces.%2$I',
    CASE parent WHEN 'evaluation' THEN 'evaluated_at' ELSE 'started_at' END, parent || '_default');
END $$;

-- Retention: whole days are dropped, never row by row; returns how many partitions went.
CREATE FUNCTION traces.drop_partitions_before(parent text, day date) RETURNS integer
LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  part text;
  dropped integer := 0;
BEGIN
  FOR part IN
    SELECT child.relname FROM pg_inherits
      JOIN pg_class child ON child.oid = inhrelid
      WHERE inhparent = format('traces.%I', parent)::regclass
        AND child.relname ~ ('^' || parent || '_\d{8}$')
        AND to_date(right(child.relname, 8), 'YYYYMMDD') < day
      ORDER BY child.relname
  LOOP
    EXECUTE format('DROP TABLE traces.%I', part);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

-- Contents apart from the figures: what the model answered and what the features were, redacted, with their own retention. The digests, of the bytes before redaction, stay with the rows.
CREATE TABLE traces.payload (
  project_id text NOT NULL,
  request_id text NOT NULL,
  started_at timestamptz NOT NULL,
  span_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('output', 'feature_values')),
  -- of feature values: the position of their read; of an output 0
  position integer NOT NULL,
  content text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, request_id, started_at, span_id, kind, position)
) PARTITION BY RANGE (started_at);
CREATE TABLE traces.payload_default PARTITION OF traces.payload DEFAULT;
ALTER TABLE traces.inference_call ADD COLUMN output_digest text;
ALTER TABLE traces.feature_read ADD COLUMN values_digest text, ALTER COLUMN "values" DROP NOT NULL;

-- What a score is counted under, taken from its request; null until the request is known.
ALTER TABLE traces.evaluation
  ADD COLUMN attributed_at timestamptz,
  ADD COLUMN environment text,
  ADD COLUMN release_id text,
  ADD COLUMN arm text,
  ADD COLUMN region text;

-- Scores that came apart from their request, until it is known what release and arm they are about.
CREATE TABLE traces.waiting_score (
  project_id text NOT NULL,
  request_id text NOT NULL,
  evaluated_at timestamptz NOT NULL,
  evaluation_id text NOT NULL,
  received_at timestamptz NOT NULL,
  next_try_at timestamptz NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  PRIMARY KEY (project_id, request_id, evaluated_at, evaluation_id)
);
CREATE INDEX waiting_score_next_idx ON traces.waiting_score (next_try_at);

-- Charts read these: per minute and hour, one row per writing connection, so that writers never wait for each other; readers add the rows up. Unknown is the empty text. A call is counted in the minute it started, a score in the minute it arrived.
CREATE TABLE traces.window_minute (
  project_id text NOT NULL,
  environment text NOT NULL,
  metric text NOT NULL,
  at timestamptz NOT NULL,
  release_id text NOT NULL,
  arm text NOT NULL,
  region text NOT NULL,
  writer uuid NOT NULL,
  value_count bigint NOT NULL,
  error_count bigint NOT NULL,
  total double precision NOT NULL,
  total_of_squares double precision NOT NULL,
  -- lib/domain/stats/sketch/pack-sketch.ts
  sketch bytea NOT NULL,
  PRIMARY KEY (project_id, environment, metric, at, release_id, arm, region, writer)
) WITH (fillfactor = 60);
CREATE TABLE traces.window_hour (LIKE traces.window_minute INCLUDING ALL) WITH (fillfactor = 60);
CREATE INDEX window_minute_at_idx ON traces.window_minute USING brin (at);
CREATE INDEX window_hour_at_idx ON traces.window_hour USING brin (at);
-- Sketches are rewritten often and are small: kept in the row while they fit.
ALTER TABLE traces.window_minute ALTER COLUMN sketch SET STORAGE MAIN;
ALTER TABLE traces.window_hour ALTER COLUMN sketch SET STORAGE MAIN;

-- Each subject of a rollout once. An arm's share is that in force when the subject was seen there: the greatest for control, the least for the candidate. A subject below one share and not below another was moved by a step; both cannot be explained when control's share is not the smaller one.
CREATE TABLE traces.rollout_subject (
  project_id text NOT NULL,
  rollout_number integer NOT NULL,
  subject_hash text NOT NULL,
  control_share_bp integer,
  control_request_id text,
  candidate_share_bp integer,
  candidate_request_id text,
  first_seen_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, rollout_number, subject_hash)
);
CREATE INDEX rollout_subject_violation_idx ON traces.rollout_subject (project_id, rollout_number) WHERE control_share_bp >= candidate_share_bp;

-- Rows that are there already move into partitions of their days.
DO $$
DECLARE parent text; day date;
BEGIN
  FOREACH parent IN ARRAY ARRAY['inference_call', 'feature_read', 'evaluation'] LOOP
    FOR day IN SELECT * FROM traces.days_in_default(parent) LOOP
      PERFORM traces.ensure_partition(parent, day);
    END LOOP;
  END LOOP;
END $$;
