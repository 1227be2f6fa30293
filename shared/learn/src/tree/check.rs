//! What training data must be like.

use skydash_domain::{Error, Result};

use crate::inputs;
use crate::matrix::Matrix;

const MAX_CLASSES: usize = 65_535;
const MAX_COLUMNS: usize = 65_535;

/// Checks the columns, and that there is one target value a row.
pub(super) fn columns(x: &Matrix, targets: usize) -> Result<()> {
    inputs::shape(x, targets, "a tree")?;
    if x.columns() > MAX_COLUMNS {
        return Err(Error::too_large(format!(
            "there are {} input columns, trees take at most {MAX_COLUMNS}: choose fewer",
            x.columns()
        )));
    }
    Ok(())
}

/// Checks classes: known ones, and not too many.
pub(super) fn classes(y: &[u32], classes: usize) -> Result<()> {
    if classes == 0 || classes > MAX_CLASSES {
        return Err(Error::invalid(format!(
            "the target has {classes} classes, trees learn between 1 and {MAX_CLASSES}: choose another target column"
        )));
    }
    match y.iter().find(|&&class| class as usize >= classes) {
        Some(class) => {
            Err(Error::invalid(format!("the target holds class {class}, but there are only {classes} classes")))
        }
        None => Ok(()),
    }
}

/// Checks numbers: finite, and not negative when `counts`.
pub(super) fn numbers(y: &[f64], counts: bool) -> Result<()> {
    if y.iter().any(|value| !value.is_finite()) {
        return Err(Error::invalid("the target has missing or infinite values: remove those rows or fill them in"));
    }
    if counts && (y.iter().any(|&value| value < 0.0) || y.iter().sum::<f64>() <= 0.0) {
        return Err(Error::invalid(
            "criterion 'poisson' needs a target without negative values and with a positive sum: choose 'squared_error'",
        ));
    }
    Ok(())
}

/// Checks that `cells` numbers fit in memory.
pub(super) fn budget(cells: usize, most: usize, remedy: &str) -> Result<()> {
    if cells > most {
        return Err(Error::too_large(format!("the model would grow too large for memory: {remedy}")));
    }
    Ok(())
}
