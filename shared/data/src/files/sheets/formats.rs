//! Number formats, as far as they tell dates from numbers.

/// What a number is, by the format it is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A number.
    Number,
    /// A day.
    Day,
    /// A time of day, or a time that passed.
    Time,
    /// A day and a time.
    Moment,
}

impl Format {
    /// The format of this number among those that every program knows (ECMA-376, part 1, 18.8.30).
    pub(super) fn known(id: u32) -> Self {
        match id {
            14..=17 | 27..=31 | 36 | 50..=54 | 57..=58 => Self::Day,
            18..=21 | 32..=35 | 45..=47 | 55..=56 => Self::Time,
            22 => Self::Moment,
            _ => Self::Number,
        }
    }

    /// The format that this code describes, such as `yyyy\-mm\-dd`.
    pub(super) fn of(code: &str) -> Self {
        let (mut day, mut time, mut month) = (false, false, false);
        let mut characters = code.chars().peekable();
        while let Some(character) = characters.next() {
            match character.to_ascii_lowercase() {
                ';' => break,
                '"' => while characters.next().is_some_and(|quote| quote != '"') {},
                '\\' | '_' | '*' => _ = characters.next(),
                '[' => {
                    let inside: String = characters.by_ref().take_while(|it| *it != ']').collect();
                    let units = inside.to_ascii_lowercase();
                    time |= ["h", "m", "s"].iter().any(|unit| !units.is_empty() && units.replace(unit, "").is_empty());
                }
                'g' if characters.clone().take(6).collect::<String>().eq_ignore_ascii_case("eneral") => {
                    _ = characters.nth(5);
                }
                'e' if matches!(characters.peek(), Some('+' | '-')) => {}
                'y' | 'd' | 'e' | 'g' => day = true,
                'h' | 's' => time = true,
                'm' => month = true,
                _ => {}
            }
        }
        match (day || (month && !time), time) {
            (true, true) => Self::Moment,
            (true, false) => Self::Day,
            (false, true) => Self::Time,
            (false, false) => Self::Number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Format::{self, Day, Moment, Number, Time};

    #[test]
    fn letters_outside_of_quotes_tell_dates_from_numbers() {
        for (code, format) in [
            ("General", Number),
            ("0.00E+00", Number),
            ("#,##0 \"days\";[Red]-0", Number),
            ("_-* #,##0.00\\ \\d_-", Number),
            ("[$-409]#,##0.00", Number),
            ("@", Number),
            ("0;yyyy", Number),
            ("DD/MM/YY", Day),
            ("mmm", Day),
            ("[$-F800]dddd, mmmm dd, yyyy", Day),
            ("ggge\"年\"m\"月\"d\"日\"", Day),
            ("H:MM:SS AM/PM;@", Time),
            ("[hh]:mm", Time),
            ("[Red]mm:ss.0", Time),
            ("yyyy\\-mm\\-dd hh:mm", Moment),
        ] {
            assert_eq!(Format::of(code), format, "{code}");
        }
    }
}
