//! Whether an expression plainly matches a User-Agent.
//!
//! Traveler takes expressions of Java (HCL Traveler documentation, "Restricting access by device
//! category"); whether it asks for a match of the whole text or of a part is not told, so only a match of
//! the whole counts. Only what has one meaning is read: letters, `.`, `.*`, `^` at the beginning, `$` at
//! the end, `|`, groups, and a backslash before a sign.

use std::cell::Cell;

/// Characters of an expression or text that are looked at.
const MAX_LENGTH: usize = 1000;
/// Steps after which a match is given up.
const MAX_STEPS: usize = 100_000;

/// Whether the expression matches the whole text, in a plain reading. One that is not understood matches
/// nothing.
#[must_use]
pub fn matches(expression: &str, text: &str) -> bool {
    let signs: Vec<char> = expression.chars().take(MAX_LENGTH + 1).collect();
    let text: Vec<char> = text.chars().take(MAX_LENGTH + 1).collect();
    if signs.len() > MAX_LENGTH || text.len() > MAX_LENGTH {
        return false;
    }
    let mut parser = Parser { signs: &signs, at: 0 };
    let Some(choice) = parser.choice().filter(|_| parser.at == signs.len()) else { return false };
    let matcher = Matcher { text: &text, steps_left: Cell::new(MAX_STEPS) };
    matcher.choice(&choice, 0, &|at| at == text.len())
}

/// Ways to match, each a row of pieces.
type Choice = Vec<Vec<Piece>>;

enum Piece {
    Letter(char),
    Any,
    Rest,
    Begin,
    End,
    Group(Choice),
}

struct Parser<'s> {
    signs: &'s [char],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.signs.get(self.at).copied()
    }

    fn choice(&mut self) -> Option<Choice> {
        let mut ways = vec![Vec::new()];
        loop {
            match self.peek() {
                None | Some(')') => return Some(ways),
                Some('|') => {
                    self.at += 1;
                    ways.push(Vec::new());
                }
                Some(_) => {
                    let piece = self.piece()?;
                    ways.last_mut()?.push(piece);
                }
            }
        }
    }

    fn piece(&mut self) -> Option<Piece> {
        let sign = self.peek()?;
        self.at += 1;
        let piece = match sign {
            '.' if self.peek() == Some('*') => {
                self.at += 1;
                Piece::Rest
            }
            '.' => Piece::Any,
            '^' => Piece::Begin,
            '$' => Piece::End,
            '(' => {
                let group = self.choice()?;
                (self.peek() == Some(')')).then(|| self.at += 1)?;
                Piece::Group(group)
            }
            '\\' => {
                let escaped = self.peek().filter(|sign| !sign.is_alphanumeric())?;
                self.at += 1;
                Piece::Letter(escaped)
            }
            '*' | '+' | '?' | '[' | ']' | '{' | '}' => return None,
            letter => Piece::Letter(letter),
        };
        // What counts how often is not read, nor are groups that are more than groups.
        let counted = matches!(self.peek(), Some('*' | '+' | '?' | '{'));
        (!counted).then_some(piece)
    }
}

struct Matcher<'t> {
    text: &'t [char],
    steps_left: Cell<usize>,
}

impl Matcher<'_> {
    /// Whether one of the ways matches from a place on, so that the rest matches too.
    fn choice(&self, ways: &Choice, at: usize, rest: &dyn Fn(usize) -> bool) -> bool {
        ways.iter().any(|way| self.row(way, at, rest))
    }

    fn row(&self, row: &[Piece], at: usize, rest: &dyn Fn(usize) -> bool) -> bool {
        let Some(left) = self.steps_left.get().checked_sub(1) else { return false };
        self.steps_left.set(left);
        let Some((first, others)) = row.split_first() else { return rest(at) };
        let here = self.text.get(at).copied();
        match first {
            Piece::Letter(letter) => here == Some(*letter) && self.row(others, at + 1, rest),
            Piece::Any => here.is_some() && self.row(others, at + 1, rest),
            Piece::Rest => (at..=self.text.len()).any(|next| self.row(others, next, rest)),
            Piece::Begin => at == 0 && self.row(others, at, rest),
            Piece::End => at == self.text.len() && self.row(others, at, rest),
            Piece::Group(ways) => self.choice(ways, at, &|next| self.row(others, next, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;
    use proptest::prelude::*;

    const AGENT: &str = "Secure Mail/26.3.0 (iPhone; iOS 19.2)";

    #[test]
    fn only_what_plainly_matches_does() {
        for expression in [
            "Secure.*",
            "^Secure Mail.*",
            ".*Mail.*",
            ".*",
            "^.*$",
            "(Secure|Verse).*",
            "^(Lotus Traveler|Secure Mail).*",
            "Verse.*|Secure Mail/.*",
            ".*\\(iPhone.*",
            "Secure.Mail/26\\.3\\.0.*",
            "((S)ecure( Mail)).*",
        ] {
            assert!(matches(expression, AGENT), "{expression}");
        }
        for expression in [
            "",
            "Secure Mail",
            "^(Lotus Traveler|HCL Verse).*",
            "secure.*",
            "(?i)secure.*",
            "[S]ecure.*",
            "Secure\\s.*",
            "S+ecure.*",
            "(Secure.*",
            "Secure.*)",
            ".*Mail$",
            "Secure.*?",
            "(Secure )*Mail.*",
            "Secure.ail.*",
            "Secure$ Mail.*",
            ".*$.",
            "\\",
        ] {
            assert!(!matches(expression, AGENT), "{expression}");
        }
    }

    #[test]
    fn what_is_too_long_matches_nothing() {
        for (length, wanted) in [(super::MAX_LENGTH, true), (super::MAX_LENGTH + 1, false)] {
            let text = "a".repeat(length);
            assert_eq!(matches(".*", &text), wanted, "a text of {length}");
            assert_eq!(matches(&text, &text), wanted, "an expression of {length}");
            let long = format!("b|{}", "a".repeat(length - 2));
            assert_eq!(matches(&long, "b"), wanted, "an expression of {length}");
        }
    }

    /// The first way fails in millions of ways, so the second is not tried.
    #[test]
    fn what_takes_too_many_steps_is_given_up() {
        let text = format!("{}b", "a".repeat(100));
        assert!(matches("(.*c|.*b)", &text));
        assert!(!matches("(.*.*.*.*c|.*b)", &text));
    }

    proptest! {
        #[test]
        fn no_expression_makes_it_panic(
            expression in "([a-c.*^$|()\\\\]|\\.\\*){0,40}", text in "[a-c]{0,40}",
        ) {
            let _ = matches(&expression, &text);
        }
    }
}
