//! The words around a number that tell whose it is.

use super::Product;

/// Words for products. The nearest one before a number counts, so that `Notes Traveler` and
/// `Notes/Domino` need no entry.
const PRODUCTS: [(&str, Product); 9] = [
    ("traveler", Product::Traveler),
    ("traveller", Product::Traveler),
    ("domino", Product::Domino),
    ("inotes", Product::Other),
    ("notes", Product::Other),
    ("verse", Product::Other),
    ("nomad", Product::Other),
    ("htmo", Product::Other),
    (CLIENT, Product::Other),
];

/// Names no product of its own: after the name of one it only says which side of it is meant.
pub(super) const CLIENT: &str = "client";

/// Words before the name of a product that belong to it.
const VENDORS: [&str; 6] = ["ibm", "hcl", "lotus", "notes", "ibm_lotus", "lotus_notes"];

/// Words that announce a version.
const VERSION_WORDS: [&str; 9] =
    ["version", "ver", "vers", "v", "release", "rel", "r", "level", "build"];

/// Words that belong to the name of a server product. Words for places and addresses are left out
/// on purpose: what follows them is an address.
const NAME_WORDS: [&str; 11] =
    ["server", "servlet", "task", "add", "in", "addin", "product", "tm", "bit", "64", "32"];

/// Kinds of servers that Domino is and Traveler only talks to.
const DOMINO_WORDS: [&str; 7] = ["web", "http", "mail", "smtp", "imap", "pop3", "ldap"];

/// Words after which a number is a version only if it is announced as one: it may as well be a
/// duration, a date, a share or the version of the system.
const LOOSE_WORDS: [&str; 14] = [
    "is",
    "was",
    "running",
    "runs",
    "started",
    "starting",
    "gestartet",
    "läuft",
    "now",
    "the",
    "for",
    "windows",
    "linux",
    "aix",
];

/// Units: a number before one is an amount.
const UNITS: [&str; 24] = [
    "percent", "prozent", "h", "hour", "hours", "min", "minutes", "s", "sec", "seconds", "ms",
    "day", "days", "stunden", "minuten", "sekunden", "tage", "kb", "mb", "gb", "tb", "users",
    "devices", "times",
];

/// Words that make a Traveler number the one of a client.
const CLIENTS: [&str; 12] = [
    CLIENT,
    "clients",
    "app",
    "apps",
    "application",
    "android",
    "ios",
    "iphone",
    "ipad",
    "symbian",
    "nokia",
    "blackberry",
];

/// Words of a sentence that may stand between a client and its number.
const PROSE: [&str; 6] = ["before", "prior", "to", "and", "on", "device"];

/// The product whose name begins `text`, with the length of the name.
pub(super) fn product_at(text: &str, after_letter: bool) -> Option<(Product, usize)> {
    PRODUCTS.into_iter().find_map(|(word, product)| {
        let found = starts_with_ignoring_case(text, word);
        // `servlet/traveler`, `LotusTraveler` and `ibmdomino` are the product; `footnotes` is not.
        let left = !after_letter || product != Product::Other;
        let right =
            text.get(word.len()..).is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
        (found && left && right).then_some((product, word.len()))
    })
}

/// Whether `text` begins with `word`, which is ASCII in lower case.
pub(super) fn starts_with_ignoring_case(text: &str, word: &str) -> bool {
    text.as_bytes().get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
}

/// Where the words `Lotus`, `IBM Notes` … before the product at `at` begin.
pub(super) fn vendor_start(line: &str, at: usize) -> usize {
    let mut start = at;
    while let Some(word) = line.get(..start).and_then(last_word) {
        if !VENDORS.contains(&word.to_lowercase().as_str()) {
            break;
        }
        start = line.get(..start).and_then(|before| before.rfind(word)).unwrap_or(0);
    }
    start
}

/// The last word before the end, with nothing but a blank or `_` after it.
fn last_word(text: &str) -> Option<&str> {
    let text = text.strip_suffix([' ', '_']).unwrap_or(text);
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next()?;
    (!word.is_empty()).then_some(word)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Whether `between` leaves the number after it to the product before it.
pub(super) fn leaves_to(product: Product, between: &str) -> bool {
    let domino = |word: &str| product == Product::Domino && DOMINO_WORDS.contains(&word);
    let loose = |word: &str| LOOSE_WORDS.contains(&word);
    let harmless = |word: &str| VERSION_WORDS.contains(&word) || NAME_WORDS.contains(&word);
    let announced = words(between).any(|word| VERSION_WORDS.contains(&word.as_str()));
    !compares(between)
        && words(between)
            .all(|word| harmless(&word) || domino(&word) || (announced && loose(&word)))
}

/// Whether a sign of comparison stands there: `< 9.0.1 IF7` is what a server is not.
pub(super) fn compares(text: &str) -> bool {
    text.contains(['<', '>', '≤', '≥', '≠', '!', '~'])
}

/// Words before a version that take it back.
const NEGATIONS: [&str; 7] = ["not", "never", "without", "nicht", "kein", "keine", "ohne"];
/// Words after a version that say that it is not what is installed.
const UNDONE: [&str; 14] = [
    "not",
    "never",
    "failed",
    "pending",
    "missing",
    "planned",
    "removed",
    "uninstalled",
    "cancelled",
    "nicht",
    "fehlt",
    "fehlgeschlagen",
    "geplant",
    "entfernt",
];
/// Words that are looked at on either side.
const NEAR: usize = 5;
/// Characters on either side in which these stand.
const NEAR_CHARACTERS: usize = 100;

/// Whether the words around a version say that it is not the one, or name another besides: `IF7 is not
/// installed`, `IF6 -> IF7`.
pub(super) fn is_taken_back(lead: &str, rest: &str) -> bool {
    let from = lead.char_indices().rev().nth(NEAR_CHARACTERS).map_or(0, |(at, _)| at);
    let lead = lead.get(from..).unwrap_or_default();
    let to = rest.char_indices().nth(NEAR_CHARACTERS).map_or(rest.len(), |(at, _)| at);
    let rest = rest.get(..to).unwrap_or_default();
    let sentence = lead.rsplit([';', ',']).next().unwrap_or(lead);
    let sentence = sentence.rsplit(". ").next().unwrap_or(sentence);
    let before: Vec<_> = words(sentence).collect();
    let near = before.iter().rev().take(NEAR);
    let after = rest.split([';', '\n']).next().unwrap_or(rest);
    let after = after.split(". ").next().unwrap_or(after);
    let undone = words(after).take(NEAR).any(|word| UNDONE.contains(&word.as_str()));
    let arrow = ["->", "-->", "=>", "→"].iter().any(|sign| rest.trim_start().starts_with(sign));
    let mut next = words(rest);
    let or = matches!(next.next().as_deref(), Some("or" | "oder"))
        && next.next().is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()));
    arrow || or || undone || near.into_iter().any(|word| NEGATIONS.contains(&word.as_str()))
}

/// Whether `rest` begins with a unit.
pub(super) fn is_amount(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\u{a0}']);
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).take(12).collect();
    rest.starts_with('%') || UNITS.contains(&word.to_lowercase().as_str())
}

/// Whether the words between a product and a number tell of a client.
pub(super) fn tells_client(between: &str) -> bool {
    words(between).any(|word| CLIENTS.contains(&word.as_str()))
}

/// Whether the words between are those of a client and its number, and no others.
pub(super) fn only_client_words(between: &str) -> bool {
    let known = |word: &str| {
        [&CLIENTS[..], &PROSE, &VERSION_WORDS, &NAME_WORDS, &LOOSE_WORDS]
            .iter()
            .any(|list| list.contains(&word))
    };
    words(between).all(|word| known(&word))
}

/// Whether the words right after a number tell of a client: `… client`, `… for Android`.
pub(super) fn client_follows(rest: &str) -> bool {
    let mut next = words(rest);
    let first = next.next().unwrap_or_default();
    let word = if first == "for" { next.next().unwrap_or_default() } else { first };
    CLIENTS.contains(&word.as_str()) && !rest.trim_start().starts_with([',', ';', '.'])
}

/// Whether `lead` ends in the word `Release` (or another of its kind); then what stands before it.
pub(super) fn before_release(lead: &str) -> Option<&str> {
    let lead = lead.trim_end_matches(|c: char| c.is_whitespace() || ":=#".contains(c));
    let at = lead.len().checked_sub("release".len())?;
    let word = lead.get(at..)?;
    word.eq_ignore_ascii_case("release").then(|| lead.get(..at).unwrap_or_default())
}
