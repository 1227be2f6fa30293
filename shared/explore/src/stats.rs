//! Statistics on plain slices.

pub(crate) mod autocorrelation;
pub(crate) mod bins;
pub(crate) mod boxes;
pub(crate) mod correlation;
pub(crate) mod ecdf;
pub(crate) mod kendall;
pub(crate) mod loess;
pub(crate) mod moments;
pub(crate) mod moving_average;
pub(crate) mod normal;
pub(crate) mod overlap;
pub(crate) mod quantiles;
pub(crate) mod ranks;
pub(crate) mod spacing;
pub(crate) mod stl;
pub(crate) mod top;
