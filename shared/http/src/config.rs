//! What an installation decides about its HTTP side.

/// Limits and origins of an installation.
#[derive(Debug, Clone)]
pub struct Config {
    /// Largest JSON or form body without files.
    pub max_body_bytes: usize,
    /// Largest file in one upload.
    pub max_upload_bytes: u64,
    /// Origins other than our own that browsers may call from, such as `https://dash.example.org`.
    pub allowed_origins: Vec<String>,
    /// Host names this server answers to; any when empty. Keeps other sites from reaching a
    /// loopback server under their own name (DNS rebinding).
    pub allowed_hosts: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            max_body_bytes: 8 << 20,
            max_upload_bytes: 4 << 30,
            allowed_origins: Vec::new(),
            allowed_hosts: Vec::new(),
        }
    }
}
