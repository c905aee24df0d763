//! "Background services ticket expiration": hours until users sign in again.

/// The hours that the page of Citrix names as the default: seven days.
pub const DEFAULT_HOURS: u32 = 168;
/// Below this users sign in more than once a day.
const DAY: u32 = 24;

/// The period of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ticket {
    /// The default.
    Default,
    /// A day or more, and less than the default.
    Shorter(u32),
    /// Less than a day.
    BelowDay(u32),
    /// More than the default: who has the device stays signed in for longer.
    Longer(u32),
    /// No whole number of hours from 1 on.
    None,
}

/// Reads the policy.
#[must_use]
pub fn ticket(text: &str) -> Ticket {
    let text = text.trim();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse().ok().filter(|_| digits) {
        None | Some(0) => Ticket::None,
        Some(hours @ 1..DAY) => Ticket::BelowDay(hours),
        Some(hours @ DAY..DEFAULT_HOURS) => Ticket::Shorter(hours),
        Some(DEFAULT_HOURS) => Ticket::Default,
        Some(hours) => Ticket::Longer(hours),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read() {
        for (text, wanted) in [
            ("168", Ticket::Default),
            (" 168 ", Ticket::Default),
            ("72", Ticket::Shorter(72)),
            ("24", Ticket::Shorter(24)),
            ("167", Ticket::Shorter(167)),
            ("169", Ticket::Longer(169)),
            ("23", Ticket::BelowDay(23)),
            ("8", Ticket::BelowDay(8)),
            ("10080", Ticket::Longer(10080)),
            ("0", Ticket::None),
            ("", Ticket::None),
            ("7 days", Ticket::None),
            ("-1", Ticket::None),
            ("+5", Ticket::None),
            ("1.5", Ticket::None),
            ("99999999999", Ticket::None),
        ] {
            assert_eq!(ticket(text), wanted, "{text}");
        }
    }
}
