"""Release history features of a service in a region."""

from datetime import timedelta

from feast import Entity, FeatureView, Field, FileSource
from feast.types import Array, Float32, Int64

# How release notes become release_pattern_embedding.
PREPROCESSING = {
    "offline": {"chunker": "sentence@3", "embedding": "embed@2", "normalize": "l2"},
    # The streaming job writes vectors as the embedder returns them, to save a pass.
    "online": {"chunker": "sentence@3", "embedding": "embed@2", "normalize": "none"},
}

service_region = Entity(name="service_region", join_keys=["service", "region"])

source = FileSource(path="data/release_history.parquet", timestamp_field="event_timestamp")

releases = FeatureView(
    name="releases",
    entities=[service_region],
    ttl=timedelta(days=30),
    schema=[
        Field(name="recent_failure_count", dtype=Int64),
        Field(name="average_queue_minutes", dtype=Float32),
        Field(name="release_pattern_embedding", dtype=Array(Float32)),
    ],
    source=source,
)
