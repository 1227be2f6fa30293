//! Lines that stand for what a component does, within 240 x 120.

use serde_json::Value;
use skydash_catalog::{Entry, Kind};

/// The sign of a component: of its menu group where it has one, or else of its kind.
pub(crate) fn sign(entry: &Entry) -> &'static str {
    let group = entry.metadata.get("category").and_then(Value::as_str).unwrap_or_default();
    match entry.kind {
        Kind::Explorer => of_explorer(entry.name, group),
        Kind::Converter => of_converter(group),
        kind => of_kind(kind),
    }
}

/// A curve through points for models, a grid for tables, and so on.
fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Model | Kind::GenerativeModel => {
            r#"<path d="M50 100C90 100 90 35 130 45S170 90 195 30"/><path d="M70 60h.1M105 95h.1M150 35h.1M180 85h.1" stroke-width="11"/>"#
        }
        Kind::Metric | Kind::Report => BARS,
        Kind::DataLoader | Kind::DatasetSource => GRID,
        Kind::Splitter | Kind::EvaluationStrategy => {
            r#"<path d="M50 40H190M50 70H125M145 70H190M50 100H85M105 100H190"/>"#
        }
        Kind::Optimizer => r#"<path d="M50 35C80 120 110 120 130 75S175 95 190 45"/><circle cx="98" cy="102" r="7"/>"#,
        _ => r#"<circle cx="120" cy="68" r="42"/><path d="M100 68L115 83L142 53"/>"#,
    }
}

/// What the figure will look like, about.
fn of_explorer(name: &str, group: &str) -> &'static str {
    match (name, group) {
        ("BoxPlotExplorer" | "MultiColumnBoxPlotExplorer", _) => {
            r#"<path d="M85 25V45M85 90V110M65 45H105V90H65ZM65 65H105M155 30V55M155 80V105M135 55H175V80H135ZM135 70H175"/>"#
        }
        ("CorrelationMatrixExplorer" | "CovarianceMatrixExplorer" | "DensityHeatmapExplorer", _) => {
            r#"<path d="M70 25H170V110H70ZM70 53H170M70 82H170M103 25V110M137 25V110"/><path d="M87 39h.1M120 67h.1M154 96h.1" stroke-width="18"/>"#
        }
        ("ECDFPlotExplorer", _) => r#"<path d="M45 105H70V85H95V55H130V40H165V28H195"/>"#,
        ("WordcloudExplorer", _) => r#"<path d="M60 68H150M95 42H130M150 42H180M75 94H110M130 94H185"/>"#,
        ("TimeSeriesPlotExplorer" | "SeasonalDecompositionExplorer", _) => {
            r#"<path d="M45 75C60 30 75 30 90 65S120 105 135 70S165 25 195 55"/>"#
        }
        ("AutocorrelationExplorer", _) => {
            r#"<path d="M45 105H195M60 105V30M85 105V50M110 105V68M135 105V82M160 105V92"/>"#
        }
        (_, "Preview Inspection") => GRID,
        (_, "Relationship Analysis") => {
            r#"<path d="M45 25V110H195"/><path d="M75 90h.1M95 78h.1M110 85h.1M125 60h.1M150 65h.1M165 42h.1M180 35h.1" stroke-width="12"/>"#
        }
        (_, "Distribution Analysis") => BARS,
        (_, "Multidimensional Analysis") => {
            r#"<path d="M60 25V110M120 25V110M180 25V110" stroke-opacity="0.5"/><path d="M60 40L120 85L180 35M60 70L120 45L180 80M60 100L120 65L180 105"/>"#
        }
        (_, "Data Complexity") => r#"<circle cx="98" cy="68" r="38"/><circle cx="142" cy="68" r="38"/>"#,
        _ => SUM,
    }
}

/// What becomes of columns.
fn of_converter(group: &str) -> &'static str {
    match group {
        "Feature Engineering" => {
            r#"<path d="M60 30H95V105H60ZM145 30H180V105H145Z"/><path d="M120 52V84M104 68H136"/>"#
        }
        "Scaling and Normalization" => {
            r#"<path d="M60 105V25M105 105V55M150 105V80M50 105H190M170 55L190 40L175 25"/>"#
        }
        "Encoding" => {
            r#"<path d="M50 40H80M50 68H80M50 96H80M95 68H125M115 58L125 68L115 78"/><path d="M150 40h.1M170 68h.1M190 96h.1" stroke-width="16"/>"#
        }
        "Dimensionality Reduction" => r#"<path d="M50 25H190L140 68V110H100V68Z"/>"#,
        "Polynomial & Kernel Methods" => r#"<path d="M50 30C75 130 165 130 190 30M45 105H195"/>"#,
        "Feature Selection" => {
            r#"<path d="M60 30H85V105H60ZM155 30H180V105H155Z" stroke-opacity="0.4"/><path d="M107 30H132V105H107ZM110 68L117 78L130 58"/>"#
        }
        "Advanced Preprocessing" => r#"<path d="M55 35H125M55 60H105M55 85H115M145 60H185M170 45L185 60L170 75"/>"#,
        "Resampling & Class Balancing" => {
            r#"<path d="M120 25V105M95 105H145M60 45H180M60 45L45 80H75ZM180 45L165 80H195Z"/>"#
        }
        _ => r#"<path d="M60 30H180V105H60ZM60 55H180M60 80H180"/><path d="M85 68L100 78L130 45"/>"#,
    }
}

const BARS: &str = r#"<path d="M60 105V75M95 105V45M130 105V60M165 105V25M45 105H185"/>"#;

const GRID: &str = r#"<path d="M60 25H180V110H60ZM60 52H180M60 80H180M100 25V110M140 25V110"/>"#;

const SUM: &str = r#"<path d="M160 40V28H80L122 68L80 108H160V96"/>"#;

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_catalog::registry;
    use std::collections::HashSet;

    #[test]
    fn every_menu_group_has_a_sign_of_its_own() {
        for kind in [Kind::Explorer, Kind::Converter] {
            let group = |entry: &Entry| entry.metadata["category"].as_str().unwrap().to_owned();
            let groups: HashSet<String> = registry::of(kind).map(group).collect();
            let sign = |group: &String| match kind {
                Kind::Explorer => of_explorer("", group),
                _ => of_converter(group),
            };
            let signs: HashSet<&str> = groups.iter().map(sign).collect();
            assert_eq!(signs.len(), groups.len(), "{groups:?}");
        }
    }
}
