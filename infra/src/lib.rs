//! The AWS template: what every function says about itself, and parts that are always there.
//!
//! A part is a small template of its own (`parts/*.yaml`), with `<placeholders>` for what differs. A whole template is
//! its parts' sections, one after the other.

mod environment;
mod functions;
mod part;
mod permissions;
mod routes;

use functions::Deployed;
use part::{Template, fill};

/// The template, as committed in `infra/template.yaml`.
#[must_use]
pub fn template() -> String {
    let functions = functions::all();
    let mut template = Template::default();
    template.add(&fill(include_str!("../parts/base.yaml"), &[("environment", &environment::as_map())]));
    template.add(include_str!("../parts/storage.yaml"));
    add_queues(&mut template);
    template.add(include_str!("../parts/api.yaml"));
    for function in &functions {
        template.add(&function.part());
        for part in routes::of(function) {
            template.add(&part);
        }
    }
    template.add(include_str!("../parts/compute.yaml"));
    template.add(include_str!("../parts/sweep.yaml"));
    template.add(&batch());
    template.add(include_str!("../parts/network.yaml"));
    template.add(include_str!("../parts/alarms.yaml"));
    template.add(&frontend(&functions));
    template.to_string()
}

/// A queue hides a message for at least as long as its function may run; AWS refuses anything else.
fn add_queues(template: &mut Template) {
    let receives = environment::MAX_RECEIVES.to_string();
    for (id, lane, hidden) in [("Compute", "compute", functions::COMPUTE_SECONDS), ("Batch", "batch", "60")] {
        let values = [("Id", id), ("lane", lane), ("hidden", hidden), ("receives", receives.as_str())];
        template.add(&fill(include_str!("../parts/lane.yaml"), &values));
    }
}

fn batch() -> String {
    let statements = permissions::of_a_worker();
    let values = [("statements", statements.as_str()), ("environment", &environment::as_list())];
    fill(include_str!("../parts/batch.yaml"), &values)
}

/// CloudFront hands what is the API's to the API.
fn frontend(functions: &[Deployed]) -> String {
    let behavior = |path: String| fill(include_str!("../parts/behavior.yaml"), &[("path", &path)]);
    let behaviors: String = routes::prefixes(functions).into_iter().map(behavior).collect();
    fill(include_str!("../parts/frontend.yaml"), &[("behaviors", &behaviors)])
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_is_left_open() {
        let template = super::template();
        let open: Vec<&str> = template.lines().filter(|line| line.contains('<') && line.contains('>')).collect();
        assert!(open.is_empty(), "{open:#?}");
    }
}
