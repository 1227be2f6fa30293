//! Defects that the simulation must find, to show that it would find real ones.

use std::cell::Cell;

/// A defect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// A claim goes on after another was made.
    Unfenced,
    /// The store writes over versions that were not read.
    BlindWrites,
    /// Nobody sweeps.
    Unswept,
    /// The record that keeps an entity to one job is forgotten.
    UnlockedEntities,
}

thread_local! {
    static CURRENT: Cell<Option<Mutant>> = const { Cell::new(None) };
}

/// Switches a defect on for this thread, or all of them off.
pub fn set(mutant: Option<Mutant>) {
    CURRENT.set(mutant);
}

/// Whether this defect is switched on.
pub fn is(mutant: Mutant) -> bool {
    CURRENT.get() == Some(mutant)
}
