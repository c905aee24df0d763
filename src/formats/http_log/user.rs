//! Whether a line of an access log names a user. The name itself is nobody's business here.

/// Whether a user is named in front of the time: `host ident user`, where the host may be preceded
/// by a virtual host and the user may hold blanks, with or without quotes.
///
/// In doubt no user is named: a request counts as proof that sign-in works.
pub(super) fn is_named(before: &str) -> bool {
    // One blank parts the user from the time; two leave a field for the user that is empty.
    if before.ends_with("  ") {
        return false;
    }
    let before = before.trim();
    if let Some(rest) = before.strip_suffix('"') {
        return quoted_name(rest).is_some_and(is_name);
    }
    let mut fields = before.split_ascii_whitespace();
    let last = fields.next_back().unwrap_or_default();
    // With two fields the last one may be the host that was asked for.
    fields.nth(1).is_some() && is_name(last)
}

/// The text behind the quote that opens the last field.
fn quoted_name(rest: &str) -> Option<&str> {
    let opening = |&(at, _): &(usize, &str)| {
        let before = rest.get(..at).unwrap_or_default();
        before.is_empty() || before.ends_with([' ', '\t'])
    };
    let (at, _) = rest.rmatch_indices('"').find(opening)?;
    rest.get(at + 1..)
}

fn is_name(name: &str) -> bool {
    let name = name.trim();
    !matches!(name, "" | "-") && !name.eq_ignore_ascii_case("anonymous")
}

#[cfg(test)]
mod tests {
    use super::is_named;

    #[test]
    fn users_in_every_spelling() {
        for before in [
            "10.0.0.1 - jane ",
            "10.0.0.1 - Jane Doe ",
            "10.0.0.1 - CN=Jane Doe/O=Acme ",
            "10.0.0.1 - \"CN=Jane Doe/O=Acme\" ",
            "10.0.0.1 traveler.example.com \"Jane Doe\" ",
            "10.0.0.1 \"Jane \\\"JD\\\" Doe\" ",
            "10.0.0.1 \"Jane Doe\" ",
            "2001:db8::1 - jane@example.com ",
            "traveler.example.com 10.0.0.1 - jane ",
            "traveler.example.com:443 10.0.0.1 - \"Jane [IT] Doe\" ",
        ] {
            assert!(is_named(before), "{before}");
        }
        for before in [
            "",
            "10.0.0.1 ",
            "10.0.0.1 - - ",
            "10.0.0.1 - \"-\" ",
            "10.0.0.1 - \"\" ",
            "10.0.0.1 - \" \" ",
            "10.0.0.1 -  ",
            "10.0.0.1 traveler.example.com ",
            "10.0.0.1 traveler.example.com  ",
            "10.0.0.1 traveler.example.com - ",
            "traveler.example.com 10.0.0.1 - - ",
            "traveler.example.com 10.0.0.1 -  ",
            "10.0.0.1 - Anonymous ",
            "\"",
        ] {
            assert!(!is_named(before), "{before}");
        }
    }
}
