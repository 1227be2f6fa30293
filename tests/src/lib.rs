//! Tests of the whole project live in `it/`; this library is empty.
