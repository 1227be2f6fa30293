//! Parts of a template: filling them in, and putting their sections together.

use std::fmt;

/// The sections of a template, in the order in which they are written. What stands before the first is the head.
const SECTIONS: [&str; 7] = ["", "Parameters:", "Rules:", "Conditions:", "Globals:", "Resources:", "Outputs:"];

/// A template under construction.
#[derive(Default)]
pub struct Template([String; SECTIONS.len()]);

impl Template {
    /// Adds every section of a part to the end of the same section here. Comments at the margin are the part's own.
    pub fn add(&mut self, part: &str) {
        let mut section = 0;
        for line in part.lines().filter(|line| !line.starts_with('#')) {
            match SECTIONS.iter().skip(1).position(|name| *name == line) {
                Some(found) => section = found + 1,
                None if line.is_empty() => {}
                None => {
                    // Entries of a section are set apart from each other.
                    let begins = section > 0 && line.starts_with("  ") && !line.starts_with("   ");
                    if begins && !line.trim_start().starts_with('#') && !self.0[section].is_empty() {
                        self.0[section].push('\n');
                    }
                    self.0[section].push_str(line);
                    self.0[section].push('\n');
                }
            }
        }
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("# Made by `make infra` from the functions and infra/parts. Change those.\n")?;
        for (name, text) in SECTIONS.iter().zip(&self.0).filter(|(_, text)| !text.is_empty()) {
            if !name.is_empty() {
                writeln!(f, "\n{name}")?;
            }
            f.write_str(text)?;
        }
        Ok(())
    }
}

/// Puts values in the place of `<placeholders>`. One that is alone on its line is replaced by as many lines as its value
/// has, all as far from the margin as it was.
pub fn fill(part: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    for line in part.lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let alone = values.iter().find(|(name, _)| is_placeholder(line.trim(), name));
        match alone {
            Some((_, value)) => value.lines().for_each(|line| push_line(&mut filled, &format!("{indent}{line}"))),
            None => push_line(&mut filled, &inline(line, values)),
        }
    }
    filled
}

fn is_placeholder(text: &str, name: &str) -> bool {
    text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) == Some(name)
}

fn inline(line: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(line.to_owned(), |line, (name, value)| line.replace(&format!("<{name}>"), value))
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_place_and_line_by_line() {
        let part = "<Id>Role:\n  Statement:\n    - own\n    <more>\n    <none>\n";
        let filled = fill(part, &[("Id", "Run"), ("more", "- a:\n    b\n- c"), ("none", "")]);
        assert_eq!(filled, "RunRole:\n  Statement:\n    - own\n    - a:\n        b\n    - c\n");
    }

    #[test]
    fn sections_of_parts_come_together() {
        let mut template = Template::default();
        template.add("# One.\nTransform: x\nResources:\n  A:\n    Type: a\nOutputs:\n  O: 1\n");
        template.add("# Two.\nParameters:\n  P: 2\n\nResources:\n  # Why.\n  B:\n    Type: b\n\n  C:\n    Type: c\n");
        let text = template.to_string();
        let (_, text) = text.split_once('\n').unwrap_or_default();
        let expected = "Transform: x\n\nParameters:\n  P: 2\n\nResources:\n  A:\n    Type: a\n";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.ends_with("  B:\n    Type: b\n\n  C:\n    Type: c\n\nOutputs:\n  O: 1\n"), "{text}");
    }
}
