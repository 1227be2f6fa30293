//! What the measured programs share: how long, how much processor time, how much memory; and where tables are kept.

mod folder;

pub use folder::{Folder, failed};

use std::fs;
use std::time::Instant;

/// Ticks of `/proc/self/stat` in a second, which Linux fixes for programs.
const TICKS_PER_SECOND: f64 = 100.0;

/// Wall and processor time of this process since a moment.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    wall: Instant,
    cpu: f64,
}

impl Watch {
    /// Starts now.
    #[must_use]
    pub fn start() -> Self {
        Self { wall: Instant::now(), cpu: cpu_seconds() }
    }

    /// Wall seconds and processor seconds since the start.
    #[must_use]
    pub fn read(&self) -> (f64, f64) {
        (self.wall.elapsed().as_secs_f64(), cpu_seconds() - self.cpu)
    }
}

/// Processor seconds of all threads of this process, in user and system mode.
#[must_use]
pub fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS_PER_SECOND
}

/// The largest resident size of this process so far, in megabytes.
#[must_use]
pub fn peak_megabytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
