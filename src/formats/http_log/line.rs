//! One line of an access log, taken apart without copying it.

use jiff::civil::DateTime;

/// The parts of a line.
pub(super) struct Parts<'l> {
    /// Host, ident and user.
    pub(super) before: &'l str,
    /// `24/Nov/2026:10:00:00 +0100`.
    pub(super) stamp: &'l str,
    /// What stands between the quotes.
    pub(super) request: &'l str,
    pub(super) status: u16,
    /// What follows the status.
    pub(super) after: &'l str,
}

/// Takes a line apart; `None` where it is no line of an access log.
pub(super) fn parts(line: &str) -> Option<Parts<'_>> {
    let (before, stamp, rest) = stamped(line)?;
    let rest = rest.trim_start().strip_prefix('"')?;
    let (request, status, after) = request(rest)?;
    Some(Parts { before, stamp, request, status, after })
}

/// Splits at the first bracket that holds a time; names of users may hold brackets too.
fn stamped(line: &str) -> Option<(&str, &str, &str)> {
    line.match_indices('[').take(8).find_map(|(at, _)| {
        let (before, rest) = line.split_at_checked(at)?;
        let (stamp, rest) = rest.strip_prefix('[')?.split_once(']')?;
        is_stamp(stamp).then_some((before, stamp, rest))
    })
}

/// `24/Nov/2026:10:00:00` with or without a zone, in whatever language the month is.
fn is_stamp(stamp: &str) -> bool {
    let Some((date, clock)) = stamp.split_once(':') else { return false };
    let mut date = date.split('/');
    let day = date.next().is_some_and(|day| is_number(day, 1..=2));
    let month = date.next().is_some_and(|month| (1..=12).contains(&month.chars().count()));
    let year = date.next().is_some_and(|year| is_number(year, 4..=4));
    let clock = clock.split([' ', '.']).next().unwrap_or_default();
    let clock = clock.split(':').filter(|part| is_number(part, 2..=2)).count() == 3;
    day && month && year && date.next().is_none() && clock
}

fn is_number(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The time as the server's clock showed it; `None` where the month is in a language we don't know
/// or the date is none.
pub(super) fn time(stamp: &str) -> Option<DateTime> {
    let (date, clock) = stamp.split_once(':')?;
    let mut date = date.split('/');
    let day = date.next()?.parse().ok()?;
    let month = month(date.next()?)?;
    let year = date.next()?.parse().ok()?;
    let mut clock = clock.split([':', ' ', '.']).map(|part| part.parse::<i8>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

/// How many seconds the clock was ahead of UTC: `+0100` behind the time.
pub(super) fn ahead(stamp: &str) -> Option<i32> {
    let (_, zone) = stamp.rsplit_once(' ')?;
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_at_checked(2).filter(|_| is_number(digits, 4..=4))?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn month(text: &str) -> Option<i8> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let is = |names: &&[&str]| names.iter().any(|name| text.eq_ignore_ascii_case(name));
    let at = MONTHS.iter().position(is)?;
    i8::try_from(at + 1).ok()
}

/// English, and what a server in German writes where it differs.
const MONTHS: [&[&str]; 12] = [
    &["Jan", "Jän"],
    &["Feb"],
    &["Mar", "Mrz", "Mär"],
    &["Apr"],
    &["May", "Mai"],
    &["Jun"],
    &["Jul"],
    &["Aug"],
    &["Sep"],
    &["Oct", "Okt"],
    &["Nov"],
    &["Dec", "Dez"],
];

/// Splits the request from what follows. Quotes inside a request are not always escaped, so its end
/// is the quote that a status follows.
fn request(rest: &str) -> Option<(&str, u16, &str)> {
    rest.match_indices("\" ").find_map(|(at, _)| {
        let (request, after) = rest.split_at_checked(at)?;
        let after = after.strip_prefix('"')?.trim_start();
        let end = after.find(' ').unwrap_or(after.len());
        let (status, after) = after.split_at_checked(end)?;
        let status = is_number(status, 3..=3).then(|| status.parse().ok())??;
        (100..=999).contains(&status).then_some((request, status, after))
    })
}

/// The agent: the second text in quotes behind the number of bytes.
pub(super) fn agent(after: &str) -> Option<String> {
    let (_, rest) = quoted(after)?;
    let (agent, _) = quoted(rest)?;
    match agent.trim() {
        "" | "-" => None,
        agent if agent.contains('\\') => Some(agent.replace("\\\"", "\"").replace("\\\\", "\\")),
        agent => Some(agent.to_owned()),
    }
}

/// The next text in quotes and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    closed(text.split_once('"')?.1)
}

/// The text up to the quote that closes it, and what follows that. A quote that neither a blank nor the end of
/// the line follows, or that is escaped, stands inside.
pub(super) fn closed(text: &str) -> Option<(&str, &str)> {
    text.match_indices('"').find_map(|(at, _)| {
        let (inside, rest) = text.split_at_checked(at)?;
        let rest = rest.strip_prefix('"')?;
        let slashes = inside.bytes().rev().take_while(|byte| *byte == b'\\').count();
        let ends = slashes % 2 == 0 && (rest.is_empty() || rest.starts_with([' ', '\t']));
        ends.then_some((inside, rest))
    })
}
