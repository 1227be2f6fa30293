//! Values in a line of an ARFF file: separated by commas or tabs, quoted either way where they hold such.

use crate::names::shortened;

/// Reads a line from left to right.
pub(super) struct Scan<'a> {
    rest: &'a str,
}

/// A value without its quotes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Its text.
    pub text: String,
    /// Whether there were quotes.
    pub quoted: bool,
}

/// What is wrong with a value, to be said after whose value it is.
pub(super) type Fault = String;

impl<'a> Scan<'a> {
    /// Starts at the beginning of a line.
    pub(super) fn new(line: &'a str) -> Self {
        Self { rest: line }
    }

    /// Whether nothing but blanks and a comment is left.
    pub(super) fn at_end(&mut self) -> bool {
        self.skip_blanks();
        self.rest.is_empty() || self.rest.starts_with('%')
    }

    /// Passes this character, if it is what comes next.
    pub(super) fn take(&mut self, character: char) -> bool {
        self.skip_blanks();
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Passes what separates two values: a comma, or tabs alone. False when there is neither.
    pub(super) fn separator(&mut self) -> bool {
        let tabs = self.skip_blanks();
        self.take(',') || (tabs && !self.at_end())
    }

    /// The value up to the next separator, `end`, comment or end of the line.
    pub(super) fn value(&mut self, end: Option<char>) -> Result<Token, Fault> {
        self.skip_blanks();
        if self.rest.starts_with(['\'', '"']) {
            let text = self.quoted()?;
            let junk = self.bare(end);
            return if junk.is_empty() {
                Ok(Token { text, quoted: true })
            } else {
                Err(format!("'{}' follows the closing quote. Separate values by commas.", shortened(junk)))
            };
        }
        Ok(Token { text: self.bare(end).to_owned(), quoted: false })
    }

    /// A name: quoted, or up to a blank or a brace.
    pub(super) fn name(&mut self) -> Result<String, Fault> {
        self.skip_blanks();
        if self.rest.starts_with(['\'', '"']) {
            return self.quoted();
        }
        let length = self.rest.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(self.rest.len());
        Ok(self.pass(length).to_owned())
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    fn pass(&mut self, length: usize) -> &'a str {
        let (passed, rest) = self.rest.split_at(length);
        self.rest = rest;
        passed
    }

    /// Passes blanks; whether a tab was among them.
    fn skip_blanks(&mut self) -> bool {
        let rest = self.rest.trim_start();
        self.pass(self.rest.len() - rest.len()).contains('\t')
    }

    fn bare(&mut self, end: Option<char>) -> &'a str {
        let mut after_blank = true;
        let length = self.rest.find(|c: char| {
            let comment = c == '%' && after_blank;
            after_blank = c.is_whitespace();
            c == ',' || c == '\t' || Some(c) == end || comment
        });
        self.pass(length.unwrap_or(self.rest.len())).trim_end()
    }

    /// The text between quotes, with backslashes before what would end it.
    fn quoted(&mut self) -> Result<String, Fault> {
        let mut text = String::new();
        let mut characters = self.rest.char_indices();
        let quote = characters.next().map_or('"', |(_, quote)| quote);
        while let Some((at, character)) = characters.next() {
            match character {
                '\\' => text.extend(characters.next().map(|(_, escaped)| match escaped {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    other => other,
                })),
                end if end == quote => {
                    self.pass(at + quote.len_utf8());
                    return Ok(text);
                }
                inside => text.push(inside),
            }
        }
        Err(format!(
            "the quote ({quote}) that opens it is not closed. Close it, and write \\{quote} for a quote inside."
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(line: &str) -> Result<Vec<String>, Fault> {
        let mut scan = Scan::new(line);
        let mut values = vec![scan.value(None)?.text];
        while scan.separator() {
            values.push(scan.value(None)?.text);
        }
        assert!(scan.at_end(), "{}", scan.rest());
        Ok(values)
    }

    #[test]
    fn values_may_be_quoted_either_way() {
        assert_eq!(values("5.1, 'a, b' ,\"it's\",'don\\'t\\n',?").unwrap(), ["5.1", "a, b", "it's", "don't\n", "?"]);
        assert_eq!(values("1,\t2\t3 \t, it's,").unwrap(), ["1", "2", "3", "it's", ""]);
    }

    #[test]
    fn a_comment_follows_a_blank() {
        assert_eq!(values("1, 5% of all, x % note, more").unwrap(), ["1", "5% of all", "x"]);
        assert_eq!(values("'%' % note").unwrap(), ["%"]);
    }

    #[test]
    fn quotes_are_closed_and_followed_by_nothing() {
        assert!(values("1,'x").unwrap_err().contains("is not closed"));
        assert!(values("1,'x\\'").unwrap_err().contains("is not closed"));
        assert!(values("'x'y,1").unwrap_err().starts_with("'y' follows the closing quote"));
    }
}
