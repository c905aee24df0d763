//! How wide a report for people is, and whether it may use colour.

/// Columns of a report that goes into a file or a pipe, where nothing says otherwise.
const PIPED_WIDTH: u16 = 120;

/// The place a report for people goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// Columns.
    pub width: u16,
    /// Whether colour may be used.
    pub colour: bool,
}

impl Terminal {
    /// Decides from what is known of stdout: `columns` is the variable COLUMNS, `measured` the width
    /// of the terminal if it is one, `no_colour` whether NO_COLOR is set.
    #[must_use]
    pub fn decide(columns: Option<&str>, measured: Option<u16>, no_colour: bool) -> Self {
        let told = columns.and_then(|text| text.trim().parse().ok()).filter(|width| *width >= 40);
        let width = told.or(measured).unwrap_or(PIPED_WIDTH).clamp(40, 400);
        Self { width, colour: measured.is_some() && !no_colour }
    }
}

/// Columns of the terminal that stdout is; 80 where the system does not tell.
#[must_use]
pub fn terminal_width() -> u16 {
    comfy_table::Table::new().width().unwrap_or(80)
}

#[cfg(test)]
mod tests {
    use super::Terminal;

    #[test]
    fn width_and_colour_follow_the_terminal() {
        assert_eq!(Terminal::decide(None, None, false), Terminal { width: 120, colour: false });
        assert_eq!(Terminal::decide(None, Some(80), false), Terminal { width: 80, colour: true });
        assert_eq!(
            Terminal::decide(Some("200"), Some(80), true),
            Terminal { width: 200, colour: false }
        );
        assert_eq!(Terminal::decide(Some("x"), None, false).width, 120);
        assert_eq!(Terminal::decide(Some("3"), Some(20), false).width, 40);
    }
}
