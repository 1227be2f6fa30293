//! Merging rare categories into one.

use super::learning::Known;
use skydash_catalog::converters::encoding::MinFrequency;

/// What makes a category rare.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Rarity {
    /// Categories in fewer rows are rare.
    pub min_frequency: Option<MinFrequency>,
    /// Categories beyond so many are rare, the merged one counted.
    pub max_categories: Option<u32>,
}

impl Rarity {
    /// Which of these counts are rare (as scikit-learn decides that), in `rows` rows.
    pub fn of(self, counts: &[u64], rows: u64) -> Vec<bool> {
        let least = self.min_frequency.map_or(0.0, |frequency| frequency.of(rows));
        let mut rare: Vec<bool> = counts.iter().map(|count| (*count as f64) < least).collect();
        let groups = rare.iter().filter(|rare| !**rare).count() + 1;
        let Some(most) = self.max_categories.map(|most| most as usize).filter(|most| *most < groups) else {
            return rare;
        };
        let mut by_count: Vec<usize> = (0..counts.len()).collect();
        by_count.sort_by_key(|&category| counts[category]);
        for &category in by_count.iter().take(counts.len().saturating_sub(most.saturating_sub(1))) {
            rare[category] = true;
        }
        rare
    }
}

/// Categories in groups: each frequent one alone, and behind them all rare ones together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Groups {
    /// The group of each category.
    pub of: Vec<u32>,
    /// How many there are.
    pub count: u32,
    /// The group of the rare ones, if there are some.
    pub rare: Option<u32>,
}

impl Groups {
    /// Groups the categories of a column. A missing value is one more category, the last, when `with_missing`.
    pub fn new(known: &Known, rarity: Rarity, with_missing: bool) -> Self {
        let mut counts = known.counts.clone();
        counts.extend((with_missing && known.missing > 0).then_some(known.missing));
        let rare = rarity.of(&counts, known.rows);
        let frequent = rare.iter().filter(|rare| !**rare).count() as u32;
        let mut next = 0;
        let of = rare
            .iter()
            .map(|&rare| {
                if rare {
                    return frequent;
                }
                next += 1;
                next - 1
            })
            .collect();
        let rare = rare.contains(&true).then_some(frequent);
        Self { of, count: frequent + u32::from(rare.is_some()), rare }
    }
}
