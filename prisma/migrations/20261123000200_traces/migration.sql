-- What gateways report, in a schema of its own: partitioned by time so that retention drops whole partitions; Prisma does not know it.

CREATE SCHEMA traces;

-- One span of one request. An answer given to somebody is the set of its rows; `is_inference` marks the rows whose tokens and cost count.
CREATE TABLE traces.inference_call (
  project_id text NOT NULL,
  request_id text NOT NULL,
  started_at timestamptz NOT NULL,
  span_id text NOT NULL,
  trace_id text NOT NULL,
  parent_span_id text,
  response_id text,
  environment text,
  -- null: unattributed; what the span said is kept in claimed_release
  release_id text,
  claimed_release text,
  arm text CHECK (arm IN ('control', 'candidate', 'shadow')),
  subject_hash text,
  region text,
  span_name text NOT NULL,
  operation text,
  is_inference boolean NOT NULL,
  provider text,
  model text,
  input_tokens integer CHECK (input_tokens >= 0),
  output_tokens integer CHECK (output_tokens >= 0),
  ttft_ms double precision CHECK (ttft_ms >= 0),
  latency_ms double precision NOT NULL CHECK (latency_ms >= 0),
  cost_usd double precision CHECK (cost_usd >= 0),
  status text NOT NULL CHECK (status IN ('ok', 'error')),
  error_type text,
  attributes jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  key_id text NOT NULL,
  PRIMARY KEY (project_id, request_id, started_at, span_id)
) PARTITION BY RANGE (started_at);
CREATE TABLE traces.inference_call_default PARTITION OF traces.inference_call DEFAULT;
CREATE INDEX inference_call_trace_idx ON traces.inference_call (project_id, trace_id);
CREATE INDEX inference_call_response_idx ON traces.inference_call (project_id, response_id) WHERE response_id IS NOT NULL;
CREATE INDEX inference_call_release_idx ON traces.inference_call (project_id, environment, release_id, started_at);

-- One read of a feature view during a request. `started_at` is the span's, so that it ages with its call.
CREATE TABLE traces.feature_read (
  project_id text NOT NULL,
  request_id text NOT NULL,
  started_at timestamptz NOT NULL,
  span_id text NOT NULL,
  position integer NOT NULL,
  trace_id text NOT NULL,
  read_at timestamptz NOT NULL,
  view_ref text NOT NULL,
  fingerprint text,
  entity text,
  event_timestamp timestamptz,
  values jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (project_id, request_id, started_at, span_id, position)
) PARTITION BY RANGE (started_at);
CREATE TABLE traces.feature_read_default PARTITION OF traces.feature_read DEFAULT;

-- One score that a judge gave. It may arrive long after its request, and may name only the response: `request_id` is the best id it came with.
CREATE TABLE traces.evaluation (
  project_id text NOT NULL,
  request_id text NOT NULL,
  evaluated_at timestamptz NOT NULL,
  evaluation_id text NOT NULL,
  response_id text,
  trace_id text,
  span_id text,
  name text NOT NULL,
  score double precision,
  label text,
  explanation text,
  error_type text,
  received_at timestamptz NOT NULL,
  key_id text NOT NULL,
  PRIMARY KEY (project_id, request_id, evaluated_at, evaluation_id)
) PARTITION BY RANGE (evaluated_at);
CREATE TABLE traces.evaluation_default PARTITION OF traces.evaluation DEFAULT;
CREATE INDEX evaluation_response_idx ON traces.evaluation (project_id, response_id) WHERE response_id IS NOT NULL;
CREATE INDEX evaluation_trace_idx ON traces.evaluation (project_id, trace_id) WHERE trace_id IS NOT NULL;
