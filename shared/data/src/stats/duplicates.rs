//! Rows that equal an earlier row, counted through a 64-bit fingerprint a row.

use crate::cell::View;
use rayon::prelude::*;

/// Rows fingerprinted by one task.
const STEP: usize = 8192;
/// Bits of a fingerprint that tell where it is kept: each place is sorted by itself, and none grows by much at once.
const PLACE_BITS: u32 = 6;

/// Fingerprints of all rows so far.
#[derive(Debug)]
pub(crate) struct Duplicates {
    places: Vec<Vec<u64>>,
}

impl Default for Duplicates {
    fn default() -> Self {
        Self { places: vec![Vec::new(); 1 << PLACE_BITS] }
    }
}

impl Duplicates {
    /// Adds a row group.
    pub(crate) fn add(&mut self, views: &[View<'_>], rows: usize) {
        let mut fingerprints = vec![0; rows];
        fingerprints.par_chunks_mut(STEP).enumerate().for_each(|(index, prints)| {
            for view in views {
                fold(prints, view, index * STEP);
            }
        });
        for print in fingerprints {
            self.places[(print >> (u64::BITS - PLACE_BITS)) as usize].push(print);
        }
    }

    /// Number of rows that equal an earlier one.
    pub(crate) fn count(self) -> u64 {
        let equal = |mut prints: Vec<u64>| {
            prints.sort_unstable();
            prints.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64
        };
        self.places.into_par_iter().map(equal).sum()
    }
}

fn fold(prints: &mut [u64], view: &View<'_>, first: usize) {
    match view {
        View::Float(values) => match values.cont_slice() {
            Ok(slice) => {
                for (print, value) in prints.iter_mut().zip(&slice[first..]) {
                    *print = mix(*print ^ (value + 0.0).to_bits());
                }
            }
            Err(_) => each(prints, first, |row| values.get(row).map(|value| (value + 0.0).to_bits())),
        },
        View::Int(values) => each(prints, first, |row| values.get(row).map(i64::cast_unsigned)),
        View::Bool(values) => each(prints, first, |row| values.get(row).map(u64::from)),
        View::Text(values) => each(prints, first, |row| values.get(row).map(text_hash)),
    }
}

fn each(prints: &mut [u64], first: usize, value: impl Fn(usize) -> Option<u64>) {
    const NULL: u64 = 0x9E37_79B9_7F4A_7C15;
    for (offset, print) in prints.iter_mut().enumerate() {
        *print = mix(*print ^ value(first + offset).unwrap_or(NULL));
    }
}

/// A bijection that spreads bits (the finalizer of splitmix64).
pub(crate) fn mix(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// A fingerprint of text.
pub(crate) fn text_hash(text: &str) -> u64 {
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    let mut hash = mix(text.len() as u64);
    for eight in eights {
        hash = mix(hash ^ u64::from_le_bytes(*eight));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(hash ^ u64::from_le_bytes(last))
}
