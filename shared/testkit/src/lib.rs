//! What router tests need: an application over memory adapters, and requests in one line.

mod answer;
mod app;
mod notebooks;
pub mod seed;

pub use answer::Answer;
pub use app::TestApp;
