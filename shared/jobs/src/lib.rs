//! A job's life over the ports.
