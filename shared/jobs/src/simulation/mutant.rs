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
    /// Converters of a notebook do not wait for those before them.
    OutOfLine,
    /// A worker takes jobs that were handed over to the other lane.
    LaneBlind,
    /// What the feed has told up to now is taken for all that happened until now.
    Unsettled,
    /// Leases hold nobody off.
    Leaseless,
    /// Jobs are claimed however often they were before.
    Undying,
    /// Nobody listens to those who want a job to stop.
    Deaf,
    /// Jobs are claimed that have ended.
    Undead,
    /// A job is given up when its message is, whatever became of the message.
    Impatient,
    /// A converter is asked for again after it was applied.
    Repeating,
    /// Objects are garbage before a job had the time to refer to them.
    Hasty,
}

thread_local! {
    static CURRENT: Cell<Option<Mutant>> = const { Cell::new(None) };
}

impl Mutant {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Unfenced,
        Self::BlindWrites,
        Self::Unswept,
        Self::UnlockedEntities,
        Self::OutOfLine,
        Self::LaneBlind,
        Self::Unsettled,
        Self::Leaseless,
        Self::Undying,
        Self::Deaf,
        Self::Undead,
        Self::Impatient,
        Self::Repeating,
        Self::Hasty,
    ];
}

/// Switches a defect on for this thread, or all of them off.
pub fn set(mutant: Option<Mutant>) {
    CURRENT.set(mutant);
}

/// Whether this defect is switched on.
pub fn is(mutant: Mutant) -> bool {
    CURRENT.get() == Some(mutant)
}
