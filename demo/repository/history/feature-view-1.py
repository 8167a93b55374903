"""Release history features of a service in a region."""

from datetime import timedelta

from feast import Entity, FeatureView, Field, FileSource
from feast.types import Int64

service_region = Entity(name="service_region", join_keys=["service", "region"])

source = FileSource(path="data/release_history.parquet", timestamp_field="event_timestamp")

releases = FeatureView(
    name="releases",
    entities=[service_region],
    ttl=timedelta(days=14),
    schema=[Field(name="recent_failure_count", dtype=Int64)],
    source=source,
)
