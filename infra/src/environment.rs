//! What functions and containers are told through the environment.

/// After how many receives a queue gives a message up.
pub const MAX_RECEIVES: u32 = 5;

/// Where everything is.
fn variables() -> [(&'static str, String); 8] {
    let reference = |name: &str| format!("!Ref {name}");
    [
        ("SKYDASH_TABLE", reference("Table")),
        ("SKYDASH_BUCKET", reference("Bucket")),
        ("SKYDASH_COMPUTE_QUEUE_URL", reference("ComputeQueue")),
        ("SKYDASH_COMPUTE_DEAD_LETTER_URL", reference("ComputeDeadLetters")),
        ("SKYDASH_BATCH_QUEUE_URL", reference("BatchQueue")),
        ("SKYDASH_BATCH_DEAD_LETTER_URL", reference("BatchDeadLetters")),
        ("SKYDASH_MAX_RECEIVES", format!("\"{MAX_RECEIVES}\"")),
        ("SKYDASH_LOG", reference("LogFilter")),
    ]
}

/// As AWS Lambda takes it.
pub fn as_map() -> String {
    variables().map(|(name, value)| format!("{name}: {value}\n")).concat()
}

/// As AWS Batch takes it.
pub fn as_list() -> String {
    variables().map(|(name, value)| format!("- {{Name: {name}, Value: {value}}}\n")).concat()
}
