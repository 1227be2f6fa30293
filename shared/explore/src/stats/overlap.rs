//! How much classes overlap: measures of the complexity of a classification.
//!
//! Source: A. Lorena, L. Garcia, J. Lehmann, M. Souto and T. Ho, "How complex is your classification problem? A survey on
//! measuring classification complexity", ACM Computing Surveys 52 (2019).

use skydash_domain::Result;
use skydash_domain::progress::Progress;

/// F1: 1 / (1 + the largest discriminant ratio of a feature), where the ratio is that of the spread between to the spread
/// within the classes. `classes` are numbers below `count`. None where no feature varies.
pub(crate) fn fisher(features: &[Vec<f64>], classes: &[u32], count: usize) -> Option<f64> {
    features.iter().filter_map(|feature| ratio(feature, classes, count)).max_by(f64::total_cmp).map(|r| 1.0 / (1.0 + r))
}

fn ratio(feature: &[f64], classes: &[u32], count: usize) -> Option<f64> {
    let mut sums = vec![(0.0, 0.0); count];
    for (value, &class) in feature.iter().zip(classes) {
        let (sum, rows) = &mut sums[class as usize];
        *sum += value;
        *rows += 1.0;
    }
    let total = sums.iter().map(|(sum, _)| sum).sum::<f64>() / feature.len() as f64;
    let means: Vec<f64> = sums.iter().map(|(sum, rows)| sum / rows).collect();
    let between: f64 = means.iter().zip(&sums).map(|(mean, (_, rows))| rows * (mean - total) * (mean - total)).sum();
    let within: f64 = feature.iter().zip(classes).map(|(value, &class)| (value - means[class as usize]).powi(2)).sum();
    let ratio = between / within;
    (!ratio.is_nan()).then_some(ratio)
}

/// Measures by distances between rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Neighbourhood {
    /// N1: the share of rows that a minimum spanning tree joins to a row of another class.
    pub boundary: f64,
    /// N2: distances to the nearest row of the own class, as a share of those and the distances to the nearest row of
    /// another class.
    pub intra: f64,
    /// N3: the share of rows whose nearest row is of another class.
    pub error: f64,
}

/// A row during the walk along the tree.
#[derive(Debug, Clone, Copy)]
struct Row {
    class: u32,
    in_tree: bool,
    /// The row in the tree that is nearest so far, and how far it is.
    parent: usize,
    apart: f64,
    /// How far the nearest row of its own class, and of another class, is so far.
    own: f64,
    other: f64,
    on_boundary: bool,
}

/// Compares all rows by Euclidean distance. Features should be on the same scale.
pub(crate) fn neighbourhood(features: &[Vec<f64>], classes: &[u32], progress: &dyn Progress) -> Result<Neighbourhood> {
    let far = f64::INFINITY;
    let unseen = |class| {
        let (parent, apart) = (0, far);
        Row { class, in_tree: false, parent, apart, own: far, other: far, on_boundary: false }
    };
    let mut rows: Vec<Row> = classes.iter().map(|&class| unseen(class)).collect();
    let mut distances = vec![0.0; rows.len()];
    // Prim's algorithm: each pair of rows is compared once, when the first of them joins the tree.
    let mut next = Some(0);
    let mut joined = 0;
    while let Some(row) = next {
        if joined % 64 == 0 {
            progress.report(joined as f64 / rows.len() as f64)?;
        }
        join(&mut rows, row, joined == 0);
        joined += 1;
        squared_distances(features, row, &mut distances);
        next = visit(&mut rows, row, &distances);
    }
    Ok(measures(&rows))
}

fn join(rows: &mut [Row], row: usize, is_first: bool) {
    rows[row].in_tree = true;
    let parent = rows[row].parent;
    if !is_first && rows[row].class != rows[parent].class {
        rows[row].on_boundary = true;
        rows[parent].on_boundary = true;
    }
}

fn squared_distances(features: &[Vec<f64>], row: usize, distances: &mut [f64]) {
    distances.fill(0.0);
    for feature in features {
        let here = feature[row];
        distances.iter_mut().zip(feature).for_each(|(sum, value)| *sum += (value - here) * (value - here));
    }
}

/// Notes the distances of a row to those outside of the tree, and gives the nearest of these.
fn visit(rows: &mut [Row], row: usize, distances: &[f64]) -> Option<usize> {
    let Row { class, mut own, mut other, .. } = rows[row];
    let mut nearest: Option<(usize, f64)> = None;
    for (index, (candidate, &apart)) in rows.iter_mut().zip(distances).enumerate() {
        if candidate.in_tree {
            continue;
        }
        let (mine, theirs) =
            if candidate.class == class { (&mut own, &mut candidate.own) } else { (&mut other, &mut candidate.other) };
        *mine = mine.min(apart);
        *theirs = theirs.min(apart);
        if apart < candidate.apart {
            (candidate.apart, candidate.parent) = (apart, row);
        }
        if nearest.is_none_or(|(_, least)| candidate.apart < least) {
            nearest = Some((index, candidate.apart));
        }
    }
    (rows[row].own, rows[row].other) = (own, other);
    nearest.map(|(index, _)| index)
}

fn measures(rows: &[Row]) -> Neighbourhood {
    let share = |count: usize| count as f64 / rows.len() as f64;
    // A row that is alone in its class has no nearest one of its own.
    let pairs = || rows.iter().filter(|row| row.own.is_finite() && row.other.is_finite());
    let (own, other) =
        (pairs().map(|row| row.own.sqrt()).sum::<f64>(), pairs().map(|row| row.other.sqrt()).sum::<f64>());
    Neighbourhood {
        boundary: share(rows.iter().filter(|row| row.on_boundary).count()),
        intra: own / (own + other),
        error: share(rows.iter().filter(|row| row.other < row.own).count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_domain::progress::Silent;

    #[test]
    fn classes_apart_are_easy_and_mixed_ones_hard() {
        let classes: Vec<u32> = (0..40).map(|n| n / 20).collect();
        let apart: Vec<f64> = (0..40).map(|n| f64::from(n) + if n < 20 { 0.0 } else { 1000.0 }).collect();
        let easy = neighbourhood(std::slice::from_ref(&apart), &classes, &Silent).unwrap();
        assert_eq!((easy.boundary, easy.error), (2.0 / 40.0, 0.0));
        assert!(easy.intra < 0.01 && fisher(&[apart], &classes, 2).unwrap() < 0.01);
        let mixed: Vec<u32> = (0..40).map(|n| n % 2).collect();
        let line: Vec<f64> = (0..40).map(f64::from).collect();
        let hard = neighbourhood(std::slice::from_ref(&line), &mixed, &Silent).unwrap();
        assert_eq!((hard.boundary, hard.error), (1.0, 1.0));
        assert!(fisher(&[line], &mixed, 2).unwrap() > 0.9);
    }

    #[test]
    fn equal_rows_are_no_trouble() {
        assert!(fisher(&[vec![1.0; 4]], &[0, 0, 1, 1], 2).is_none());
        let same = neighbourhood(&[vec![1.0; 4]], &[0, 0, 1, 1], &Silent).unwrap();
        assert!(same.intra.is_nan() && same.error == 0.0);
    }
}
