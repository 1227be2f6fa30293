//! Which path leads to which function.

use crate::functions::{Deployed, camel_case};
use crate::part::fill;
use skydash_http::API_PREFIX;

/// Where the health check is, which answers without a token.
const HEALTH: &str = "/healthz";

/// The paths that lead to a function.
#[derive(Default)]
pub struct Paths {
    /// These, and nothing below them.
    exact: Vec<String>,
    /// These, and everything below them.
    deep: Vec<String>,
    /// Whether it also gets what no other path leads to.
    rest: bool,
}

/// The paths of resources below the API's prefix.
pub fn resources(names: impl Iterator<Item = &'static str>) -> Paths {
    Paths { deep: names.map(|name| format!("{API_PREFIX}{name}")).collect(), ..Paths::default() }
}

/// The paths of the documentation, at the root and below the API's prefix, and of the health check. The same function
/// says that there is nothing at all other paths, as the one binary does.
pub fn documents() -> Paths {
    let pages = ["/redoc", "/openapi.json"];
    let exact = pages.map(str::to_owned).into_iter().chain(pages.map(|page| format!("{API_PREFIX}{page}")));
    let exact = exact.chain([format!("{API_PREFIX}/docs"), HEALTH.to_owned()]).collect();
    Paths { exact, deep: vec!["/docs".to_owned()], rest: true }
}

/// The parts of the template that lead requests to a function; none when it serves none.
pub fn of(function: &Deployed) -> Vec<String> {
    let Paths { exact, deep, rest } = &function.paths;
    let mut keys: Vec<String> = exact.iter().chain(deep).map(|path| format!("ANY {path}")).collect();
    keys.extend(deep.iter().map(|path| format!("ANY {path}/{{proxy+}}")));
    keys.extend(rest.then(|| "$default".to_owned()));
    if keys.is_empty() {
        return Vec::new();
    }
    let id = function.id();
    let served = fill(include_str!("../parts/served.yaml"), &[("Id", &id)]);
    std::iter::once(served).chain(keys.iter().map(|key| route(&id, key))).collect()
}

fn route(function: &str, key: &str) -> String {
    let open = key.ends_with(HEALTH);
    let part = if open { include_str!("../parts/open-route.yaml") } else { include_str!("../parts/route.yaml") };
    let words = key.trim_start_matches("ANY ").replace(API_PREFIX, "api").replace("{proxy+}", "below");
    fill(part, &[("Id", &camel_case(&words)), ("key", key), ("Function", function)])
}

/// What the paths of all functions begin with, as patterns, each once.
pub fn prefixes(functions: &[Deployed]) -> Vec<String> {
    let mut found = vec![format!("{API_PREFIX}/*")];
    let own = |path: &&String| !path.starts_with(API_PREFIX);
    for Paths { exact, deep, .. } in functions.iter().map(|function| &function.paths) {
        found.extend(exact.iter().filter(own).cloned());
        found.extend(deep.iter().filter(own).map(|path| format!("{path}*")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_health_check_is_open() {
        assert!(route("Docs", "ANY /healthz").contains("AuthorizationType: NONE"));
        for key in ["ANY /docs", "ANY /docs/{proxy+}", "ANY /api/v1/run", "$default"] {
            assert!(route("X", key).contains("AuthorizationType: !If [Tokens, JWT, NONE]"), "{key}");
        }
    }

    #[test]
    fn a_route_is_named_after_its_path() {
        let part = route("ModelSession", "ANY /api/v1/model-session/{proxy+}");
        assert!(part.contains("  ApiModelSessionBelowRoute:\n"), "{part}");
        assert!(part.contains("RouteKey: ANY /api/v1/model-session/{proxy+}\n"), "{part}");
        assert!(part.contains("Target: !Sub integrations/${ModelSessionIntegration}\n"), "{part}");
    }
}
