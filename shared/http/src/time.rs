//! How times are written on the wire.

use chrono::{DateTime, Local, NaiveDateTime, Utc};
use skydash_domain::Timestamp;

fn utc(time: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(time.0).unwrap_or_default()
}

/// What [`local`] writes, as a regular expression.
pub(crate) const LOCAL_PATTERN: &str = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}$";

/// What [`job`] and [`job_seconds`] write, as a regular expression.
pub(crate) const JOB_PATTERN: &str = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{3})?$";

/// A time of an entity: local, ISO 8601 with microseconds, without a zone (`2026-11-23T17:56:50.430853`).
#[must_use]
pub fn local(time: Timestamp) -> String {
    utc(time).with_timezone(&Local).format("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}

/// A time of a job: UTC with milliseconds and a blank (`2026-11-23 17:56:50.430`).
#[must_use]
pub fn job(time: Timestamp) -> String {
    utc(time).format("%Y-%m-%d %H:%M:%S%.3f").to_string()
}

/// When a job was put into the queue: UTC without a fraction.
#[must_use]
pub fn job_seconds(time: Timestamp) -> String {
    utc(time).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// Reads a time as [`job`] writes it, with any number of decimals.
#[must_use]
pub fn parse_job(text: &str) -> Option<Timestamp> {
    let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok()?;
    Some(Timestamp(time.and_utc().timestamp_micros()))
}
