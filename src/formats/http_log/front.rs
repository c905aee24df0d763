//! What stands in front of the time: the client, the host that it asked for, and the user. The name of
//! the user is nobody's business here, only whether one is named.
//!
//! Domino writes `client host user`, other servers `client ident user`, and a virtual host may precede
//! both. The user may hold blanks, with or without quotes.

use super::line;
use std::net::{IpAddr, SocketAddr};

/// What the front of a line tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Front<'l> {
    /// The host that was asked for, without port.
    pub(super) host: Option<&'l str>,
    /// Whether a user is named. In doubt none is: such a request counts as proof that sign-in works.
    pub(super) named: bool,
}

/// A field by its look.
#[derive(Debug, Clone, Copy)]
enum Field<'l> {
    /// `-`, or nothing between two blanks.
    Empty,
    Quoted(&'l str),
    /// An IP address.
    Address(&'l str),
    /// Labels with dots between them. A user such as `jane.doe` looks the same, so such a field is
    /// never taken for one.
    Host(&'l str),
    Word(&'l str),
}

/// Fields that are looked at; a user with more words than this is none.
const MAX_FIELDS: usize = 16;
const BLANK: [char; 2] = [' ', '\t'];

/// Reads the front of a line.
pub(super) fn front(before: &str) -> Front<'_> {
    // One blank parts the user from the time; two leave a field for the user that is empty.
    let fields = fields(before.strip_suffix(BLANK).unwrap_or(before));
    let (host, taken, clear) = head(&fields);
    let user = fields.get(taken..).unwrap_or_default();
    Front { host, named: names_user(user, clear) }
}

/// The host that was asked for, how many fields stand before the user, and whether their kinds are
/// clear, so that any word in the next field is a user.
fn head<'l>(fields: &[Field<'l>]) -> (Option<&'l str>, usize, bool) {
    use Field::{Address, Empty, Host, Word};
    match fields {
        [Host(host), Address(_), Empty, ..] => (Some(host), 3, true),
        [Host(host), Address(_), ..] => (Some(host), 2, true),
        [Address(_) | Host(_), Address(host) | Host(host), Empty, ..] => (Some(host), 3, true),
        [Address(_) | Host(_) | Word(_), Address(host) | Host(host), ..] => (Some(host), 2, true),
        [_, Empty, ..] => (None, 2, true),
        // A host without dots, or what an ident service said.
        [_, Word(host), _, ..] => (Some(host).filter(|host| is_name(host)).copied(), 2, false),
        [_, ..] => (None, 1, false),
        [] => (None, 0, false),
    }
}

fn fields(text: &str) -> Vec<Field<'_>> {
    let mut fields = Vec::new();
    let mut open = Some(text);
    while let Some(text) = open {
        if fields.len() == MAX_FIELDS {
            return Vec::new();
        }
        let (field, rest) = match text.strip_prefix('"').and_then(quoted) {
            Some((inside, rest)) => (Field::Quoted(inside), rest),
            None => match text.split_once(BLANK) {
                Some((word, rest)) => (kind(word), Some(rest)),
                None => (kind(text), None),
            },
        };
        fields.push(field);
        open = rest;
    }
    fields
}

/// The text up to the quote that closes it, and what follows the blank behind that quote.
fn quoted(text: &str) -> Option<(&str, Option<&str>)> {
    line::closed(text).map(|(inside, rest)| (inside, rest.strip_prefix(BLANK)))
}

fn kind(word: &str) -> Field<'_> {
    let bare = without_port(word);
    if matches!(word, "" | "-") {
        Field::Empty
    } else if bare.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
        Field::Address(bare)
    } else if is_host(bare) {
        Field::Host(bare)
    } else {
        Field::Word(word)
    }
}

/// A host or address without its port.
pub(super) fn without_port(text: &str) -> &str {
    if text.parse::<IpAddr>().is_ok() {
        return text;
    }
    match text.rsplit_once(':') {
        Some((host, port)) if text.parse::<SocketAddr>().is_ok() || !host.contains(':') => {
            if port.bytes().all(|b| b.is_ascii_digit()) { host } else { text }
        }
        _ => text,
    }
}

fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    text.eq_ignore_ascii_case("localhost") || text.contains('.') && text.split('.').all(label)
}

fn names_user(fields: &[Field<'_>], clear: bool) -> bool {
    if let [Field::Quoted(name)] = fields {
        return is_name(name) && matches!(kind(name), Field::Word(_));
    }
    let word = |field: &Field<'_>| match field {
        Field::Word(word) if !word.contains('"') => Some((*word).to_owned()),
        _ => None,
    };
    let Some(words) = fields.iter().map(word).collect::<Option<Vec<_>>>() else {
        return false;
    };
    let name = words.join(" ");
    is_name(&name) && (clear || name.contains(['=', '@']))
}

/// What servers write where there is no user.
const NOBODY: [&str; 11] = [
    "unknown",
    "unbekannt",
    "inconnu",
    "none",
    "null",
    "(null)",
    "nil",
    "nobody",
    "guest",
    "undefined",
    "unauthenticated",
];
/// How the word for anonymous begins in the languages of Domino.
const ANONYMOUS: [&str; 6] = ["anonym", "anonim", "anónim", "anònim", "anônim", "匿名"];

fn is_name(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let common = name.strip_prefix("cn=").unwrap_or(&name);
    let common = common.split('/').next().unwrap_or_default();
    common.contains(char::is_alphanumeric)
        && !NOBODY.contains(&common)
        && !ANONYMOUS.iter().any(|word| common.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::{MAX_FIELDS, front, without_port};

    #[test]
    fn users_in_every_spelling() {
        for before in [
            "10.0.0.1 - jane ",
            "10.0.0.1 - Jane Doe ",
            "10.0.0.1 - CN=Jane Doe/O=Acme ",
            "10.0.0.1 - \"CN=Jane Doe/O=Acme\" ",
            "10.0.0.1 traveler.example.com \"Jane Doe\" ",
            "10.0.0.1 traveler.example.com jane ",
            "10.0.0.1 traveler \"Jane Doe\" ",
            "10.0.0.1 unknown CN=Jane Doe/O=Acme ",
            "10.0.0.1 \"Jane \\\"JD\\\" Doe\" ",
            "10.0.0.1 \"Jane Doe\" ",
            "client7 - jane ",
            "2001:db8::1 - jane@example.com ",
            "traveler.example.com 10.0.0.1 - jane ",
            "traveler.example.com:443 10.0.0.1 - \"Jane [IT] Doe\" ",
            "10.0.0.1 unknown jane@example.com ",
            "10.0.0.1 - jane..doe ",
            "10.0.0.1 - jane:443x ",
        ] {
            assert!(front(before).named, "{before}");
        }
        // The client, the place of ident, and the words of the user.
        let words = |count: usize| format!("10.0.0.1 - {}", "a ".repeat(count));
        assert!(front(&words(MAX_FIELDS - 2)).named);
        assert!(!front(&words(MAX_FIELDS - 1)).named);
    }

    #[test]
    fn what_is_no_user_or_may_be_none() {
        for before in [
            "",
            "10.0.0.1 ",
            "10.0.0.1 - - ",
            "10.0.0.1 - \"-\" ",
            "10.0.0.1 - \"\" ",
            "10.0.0.1 - \" \" ",
            "10.0.0.1 -  ",
            "10.0.0.1 - ? ",
            "10.0.0.1 traveler.example.com ",
            "10.0.0.1 traveler.example.com  ",
            "10.0.0.1 traveler.example.com - ",
            "traveler.example.com 10.0.0.1 - - ",
            "traveler.example.com 10.0.0.1 -  ",
            "10.0.0.1 - Anonymous ",
            "10.0.0.1 - \"Anonym\" ",
            "10.0.0.1 - CN=Anonymous/O=Acme ",
            "10.0.0.1 traveler.example.com Anónimo ",
            "\"",
            // A host or address in the place of the user, or fields of no clear kind.
            "10.0.0.1 - traveler.example.com ",
            "10.0.0.1 - \"traveler.example.com\" ",
            "10.0.0.1 - 192.0.2.7 ",
            "10.0.0.1 - traveler.example.com:443 ",
            "traveler.example.com - 10.0.0.1 ",
            "traveler.example.com 10.0.0.1 192.0.2.7 ",
            "traveler.example.com 10.0.0.1 - ",
            "10.0.0.1 unknown unknown ",
            "10.0.0.1 traveler jane ",
            "10.0.0.1 - - jane ",
            "10.0.0.1 - \"jane ",
            "a b c d e f g h i j k l m n o p q r s t u v w x y z ",
        ] {
            assert!(!front(before).named, "{before}");
        }
    }

    #[test]
    fn the_host_that_was_asked_for() {
        let host = Some("traveler.example.com");
        for (before, wanted) in [
            ("10.0.0.1 traveler.example.com \"Jane Doe\" ", host),
            ("10.0.0.1 traveler.example.com:443 - ", host),
            ("traveler.example.com:443 10.0.0.1 - jane ", host),
            ("traveler.example.com 10.0.0.1 - - ", host),
            ("client.example.net traveler.example.com jane ", host),
            ("10.0.0.1 [2001:db8::1]:443 jane ", Some("[2001:db8::1]")),
            ("10.0.0.1 192.0.2.7 - ", Some("192.0.2.7")),
            ("10.0.0.1 traveler \"Jane Doe\" ", Some("traveler")),
            ("10.0.0.1 - jane ", None),
            ("10.0.0.1 - traveler.example.com ", None),
            ("10.0.0.1 unknown unknown ", None),
            ("", None),
        ] {
            assert_eq!(front(before).host, wanted, "{before}");
        }
    }

    #[test]
    fn a_port_is_taken_off_and_nothing_else() {
        for (text, wanted) in [
            ("example.com:443", "example.com"),
            ("example.com", "example.com"),
            ("example.com:https", "example.com:https"),
            ("192.0.2.7:443", "192.0.2.7"),
            ("[2001:db8::1]:443", "[2001:db8::1]"),
            ("2001:db8::1", "2001:db8::1"),
            ("a:b:443", "a:b:443"),
        ] {
            assert_eq!(without_port(text), wanted, "{text}");
        }
    }
}
