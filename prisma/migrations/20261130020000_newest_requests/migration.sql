-- The list of requests reads short times backwards. Rows lie in the order in which they came, so that a block range index finds a minute and costs writers next to nothing.
CREATE INDEX inference_call_started_idx ON traces.inference_call USING brin (started_at) WITH (pages_per_range = 32);
