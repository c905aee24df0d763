//! How wide a report for people is, and whether it may use colour and links.
//!
//! Colour follows no-color.org and the custom of CLICOLOR (bixense.com/clicolors); links are OSC 8 sequences,
//! which only some terminals take.

use comfy_table::{ContentArrangement, Table, TableStyle};

/// Columns of a report that goes into a file or a pipe, where nothing says otherwise.
const PIPED_WIDTH: u16 = 120;

/// When something is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum When {
    /// Where the terminal takes it.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The place a report for people goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// Columns.
    pub width: u16,
    /// Whether colour may be used.
    pub colour: bool,
    /// Whether links may be used.
    pub links: bool,
}

/// What is known of stdout.
pub struct Stdout<'e> {
    /// Variables of the environment.
    pub variable: &'e dyn Fn(&str) -> Option<String>,
    /// Its columns, if it is a terminal.
    pub columns: Option<u16>,
    /// Whether such a terminal takes escape sequences at all; older ones of Windows do not.
    pub escapes: bool,
}

impl Terminal {
    /// A file or a pipe.
    #[must_use]
    pub fn plain() -> Self {
        Self { width: PIPED_WIDTH, colour: false, links: false }
    }

    /// Decides from what is known of stdout and from what was asked for.
    #[must_use]
    pub fn decide(stdout: &Stdout<'_>, colour: When) -> Self {
        let told = (stdout.variable)("COLUMNS").and_then(|text| text.trim().parse().ok());
        let told = told.filter(|width| *width >= 40);
        let width = told.or(stdout.columns).unwrap_or(PIPED_WIDTH).clamp(40, 400);
        let takes = stdout.columns.is_some() && stdout.escapes && !stdout.is("TERM", "dumb");
        let colour_here = match colour {
            When::Always => true,
            When::Never => false,
            When::Auto if stdout.says("NO_COLOR") => false,
            When::Auto if stdout.says("CLICOLOR_FORCE") && !stdout.is("CLICOLOR_FORCE", "0") => {
                true
            }
            When::Auto => takes && !stdout.is("CLICOLOR", "0"),
        };
        let links = takes && colour != When::Never && stdout.takes_links();
        Self { width, colour: colour_here, links }
    }

    /// A text that leads to an address, where the terminal can do that and the address is one of the web.
    #[must_use]
    pub fn linked(self, text: &str, address: &str) -> String {
        let web = address.starts_with("https://") || address.starts_with("http://");
        if !(self.links && web) {
            return text.to_owned();
        }
        // What is no plain character could end the sequence and begin another.
        let target: String = address
            .bytes()
            .map(|byte| match byte {
                b'!'..=b'~' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect();
        format!("\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\")
    }
}

impl Stdout<'_> {
    fn says(&self, name: &str) -> bool {
        (self.variable)(name).is_some_and(|value| !value.is_empty())
    }

    fn is(&self, name: &str, value: &str) -> bool {
        (self.variable)(name).is_some_and(|own| own == value)
    }

    /// Whether the terminal is one that is known to take links; FORCE_HYPERLINK says so of others.
    fn takes_links(&self) -> bool {
        if self.says("FORCE_HYPERLINK") {
            return !self.is("FORCE_HYPERLINK", "0");
        }
        let term = (self.variable)("TERM").unwrap_or_default();
        let within = ["screen", "tmux"].iter().any(|name| term.starts_with(name));
        if within || self.says("TMUX") || self.says("STY") {
            return false;
        }
        let vte = (self.variable)("VTE_VERSION").and_then(|text| text.parse::<u32>().ok());
        let program = (self.variable)("TERM_PROGRAM").unwrap_or_default();
        vte.is_some_and(|version| version >= 5000)
            || self.says("WT_SESSION")
            || self.says("KONSOLE_VERSION")
            || ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"].contains(&program.as_str())
            || ["xterm-kitty", "foot", "xterm-ghostty"].iter().any(|name| term.starts_with(name))
    }
}

impl Terminal {
    /// A table that breaks its cells so that it fits.
    pub(super) fn table(self, style: TableStyle) -> Table {
        let mut table = Table::new();
        table.load_style(style);
        table
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(self.width)
            .force_no_tty();
        table
    }
}

/// Columns of the terminal that stdout is; 80 where the system does not tell.
#[must_use]
pub fn terminal_width() -> u16 {
    Table::new().width().unwrap_or(80)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Variables = [(&'static str, &'static str)];

    fn decide(variables: &[(&str, &str)], columns: Option<u16>, colour: When) -> Terminal {
        let variable = |name: &str| {
            let found = variables.iter().find(|(own, _)| *own == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Terminal::decide(&Stdout { variable: &variable, columns, escapes: true }, colour)
    }

    #[test]
    fn the_width_follows_the_terminal_and_columns() {
        let width =
            |columns: &str, measured| decide(&[("COLUMNS", columns)], measured, When::Auto).width;
        assert_eq!(decide(&[], None, When::Auto), Terminal::plain());
        assert_eq!(decide(&[], Some(80), When::Auto).width, 80);
        assert_eq!(width("200", Some(80)), 200);
        assert_eq!(width("x", None), 120);
        assert_eq!(width("3", Some(20)), 40);
    }

    #[test]
    fn colour_follows_what_was_asked_then_the_environment_then_the_terminal() {
        let cases: [(&Variables, bool, bool); 9] = [
            (&[], true, false),
            (&[("NO_COLOR", "1")], false, false),
            (&[("NO_COLOR", "")], true, false),
            (&[("CLICOLOR_FORCE", "1")], true, true),
            (&[("CLICOLOR_FORCE", "0")], true, false),
            (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false, false),
            (&[("CLICOLOR", "0")], false, false),
            (&[("CLICOLOR", "1")], true, false),
            (&[("TERM", "dumb")], false, false),
        ];
        for (variables, here, piped) in cases {
            let colour = |columns, when| decide(variables, columns, when).colour;
            assert_eq!(colour(Some(80), When::Auto), here, "{variables:?}");
            assert_eq!(colour(None, When::Auto), piped, "{variables:?}");
            assert!(colour(None, When::Always) && !colour(Some(80), When::Never), "{variables:?}");
        }
        let variable = |_: &str| None;
        let old = Stdout { variable: &variable, columns: Some(80), escapes: false };
        assert_eq!(Terminal::decide(&old, When::Auto), Terminal { width: 80, ..Terminal::plain() });
    }

    #[test]
    fn links_need_a_terminal_that_is_known_to_take_them() {
        let cases: [(&Variables, bool); 10] = [
            (&[], false),
            (&[("TERM", "xterm-256color")], false),
            (&[("VTE_VERSION", "6003")], true),
            (&[("VTE_VERSION", "4000")], false),
            (&[("VTE_VERSION", "6003"), ("TMUX", "/tmp/x")], false),
            (&[("TERM_PROGRAM", "WezTerm")], true),
            (&[("TERM", "xterm-kitty")], true),
            (&[("TERM", "screen-256color"), ("WT_SESSION", "x")], false),
            (&[("FORCE_HYPERLINK", "1"), ("TERM", "xterm")], true),
            (&[("FORCE_HYPERLINK", "0"), ("WT_SESSION", "x")], false),
        ];
        for (variables, links) in cases {
            assert_eq!(decide(variables, Some(80), When::Auto).links, links, "{variables:?}");
            assert!(!decide(variables, None, When::Always).links, "piped: {variables:?}");
            assert!(!decide(variables, Some(80), When::Never).links, "{variables:?}");
        }
    }

    #[test]
    fn no_address_ends_its_sequence() {
        let terminal = Terminal { links: true, ..Terminal::plain() };
        assert_eq!(
            terminal.linked("x", "https://example.com/a?b=1"),
            "\x1b]8;;https://example.com/a?b=1\x1b\\x\x1b]8;;\x1b\\"
        );
        let hostile = terminal.linked("x", "https://e/\x1b\\\x07\u{9c}ä b");
        assert_eq!(hostile.matches('\x1b').count(), 4);
        assert!(hostile.contains("https://e/%1B\\%07%C2%9C%C3%A4%20b\x1b"), "{hostile:?}");
        for address in ["file:///etc/passwd", "javascript:x", "", "example.com"] {
            assert_eq!(terminal.linked("x", address), "x", "{address}");
        }
        assert_eq!(Terminal::plain().linked("x", "https://example.com"), "x");
    }
}
