//! The time stamp before a message, in the forms that server locales give it.

use jiff::civil::{Date, DateTime, Time};
use nom::branch::alt;
use nom::bytes::complete::{tag, tag_no_case, take_while, take_while1};
use nom::character::complete::{char, digit1, one_of, space0, space1};
use nom::combinator::{cond, map_opt, not, opt, recognize, value, verify};
use nom::error::{Error, ErrorKind};
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Parser};

/// A time stamp and the message after it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stamp<'l> {
    /// The stamp as it stands there.
    pub(super) text: &'l str,
    /// What is known of the day.
    pub(super) date: RawDate,
    /// The time of the day.
    time: Time,
    /// What follows.
    pub(super) message: &'l str,
}

/// A date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RawDate {
    /// The form tells which number is which.
    Clear(Date),
    /// `03/04/2026`: first and second number, year, and what the form of the time suggests.
    Unclear(i8, i8, i16, Option<Order>),
    /// `26/11/24`: not even the year is told apart.
    Short(i8, i8, i16),
}

impl RawDate {
    fn shortened(self) -> Self {
        match self {
            Self::Unclear(first, second, year, _) => Self::Short(first, second, year),
            other => other,
        }
    }

    /// Of the locales that write slashes, those with AM and PM put the month first, the year last.
    fn with_half_days(self) -> Self {
        match self {
            Self::Unclear(first, second, year, _) | Self::Short(first, second, year) => {
                Self::Unclear(first, second, year, Some(Order::MonthFirst))
            }
            Self::Clear(date) => Self::Clear(date),
        }
    }
}

/// Which of the two first numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// What the lines read so far tell of the order of day and month in this log.
#[derive(Debug, Default)]
pub(super) struct DateOrder {
    day_first: bool,
    month_first: bool,
}

impl DateOrder {
    /// Takes a date in: a number over 12 can only be the day.
    pub(super) fn learn(&mut self, date: &RawDate) {
        if let RawDate::Unclear(first, second, ..) = *date {
            self.day_first |= first > 12;
            self.month_first |= second > 12;
        }
    }

    /// The order of the log; nothing where lines contradict each other.
    fn settled(&self) -> Option<Order> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        }
    }
}

impl Stamp<'_> {
    /// The time, if day and month can be told apart.
    pub(super) fn time(&self, log: &DateOrder) -> Option<DateTime> {
        let date = match self.date {
            RawDate::Clear(date) => date,
            RawDate::Short(..) => return None,
            RawDate::Unclear(first, second, year, hint) => {
                let order = match (first > 12, second > 12) {
                    (true, false) => Order::DayFirst,
                    (false, true) => Order::MonthFirst,
                    _ => log.settled().or(hint)?,
                };
                let (day, month) = match order {
                    Order::DayFirst => (first, second),
                    Order::MonthFirst => (second, first),
                };
                Date::new(year, month, day).ok()?
            }
        };
        Some(date.to_datetime(self.time))
    }
}

/// Reads the stamp a line begins with, after prompts and the number of the thread.
pub(super) fn stamp(line: &str) -> Option<Stamp<'_>> {
    let (start, ()) = lead(line).ok()?;
    // Every line of every text is asked for one.
    if !start.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (rest, (date, time)) = moment(start).ok()?;
    let text = start.get(..start.len() - rest.len())?.trim();
    Some(Stamp { text, date, time, message: rest.trim_start() })
}

/// The line without prompts and the number of the thread.
pub(super) fn after_lead(line: &str) -> &str {
    lead(line).map_or(line, |(rest, ())| rest).trim_start()
}

/// `> `, `[1A2B:0002-1F4C] `, `[001234:000002-00007F0123456789] `, `"`.
fn lead(input: &str) -> IResult<&str, ()> {
    if input.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Ok((input, ()));
    }
    let (input, _) =
        take_while(|c: char| c.is_whitespace() || ">\"\u{feff}\u{c}".contains(c)).parse(input)?;
    let thread = take_while1(|c: char| c.is_ascii_hexdigit() || ":-".contains(c));
    let (input, _) = opt((delimited(char('['), thread, char(']')), space0)).parse(input)?;
    let (input, _) = take_while(|c: char| c == '>' || c == ' ').parse(input)?;
    Ok((input, ()))
}

fn moment(input: &str) -> IResult<&str, (RawDate, Time)> {
    let (input, date) = date(input)?;
    let (input, _) = alt((separator, space1)).parse(input)?;
    let (input, (time, half)) = time(input)?;
    let (input, ()) = not(take_while1(char::is_alphanumeric)).parse(input)?;
    Ok((input, (if half { date.with_half_days() } else { date }, time)))
}

/// A comma, or the `T` of ISO 8601.
fn separator(input: &str) -> IResult<&str, &str> {
    alt((recognize((char(','), space0)), tag("T"))).parse(input)
}

fn date(input: &str) -> IResult<&str, RawDate> {
    alt((year_first, year_last)).parse(input)
}

/// `2026-11-24`, `2026/11/24`, `2026.11.24`, `2026. 11. 24.`.
fn year_first(input: &str) -> IResult<&str, RawDate> {
    let (input, year) = number(input, 4, 4)?;
    let (input, between) = mark(input)?;
    let (input, month) = number(input, 1, 2)?;
    let (input, _) = verify(mark, |mark| *mark == between).parse(input)?;
    let (input, day) = number(input, 1, 2)?;
    let (input, _) = cond(between == '.', opt(char('.'))).parse(input)?;
    found(input, clear(year, month, day))
}

/// What stands between the numbers of a date; behind a dot there may be blanks.
fn mark(input: &str) -> IResult<&str, char> {
    alt((one_of("-/"), terminated(char('.'), space0))).parse(input)
}

/// `24.11.2026`, `24. 11. 2026`, `11/24/2026`, `24-11-26`.
fn year_last(input: &str) -> IResult<&str, RawDate> {
    let (input, first) = number(input, 1, 2)?;
    let (input, between) = mark(input)?;
    let (input, second) = number(input, 1, 2)?;
    let (input, _) = verify(mark, |mark| *mark == between).parse(input)?;
    let (input, digits) = digit1(input)?;
    let year = digits.parse().ok().filter(|_| matches!(digits.len(), 2 | 4));
    let (input, year) = found(input, year)?;
    let year = if digits.len() == 2 { century(year) } else { year };
    let date = match (between, digits.len()) {
        ('.', _) => clear(year, second, first),
        (_, 2) => unclear(first, second, year).map(RawDate::shortened),
        _ => unclear(first, second, year),
    };
    found(input, date)
}

fn century(year: i16) -> i16 {
    if year < 80 { 2000 + year } else { 1900 + year }
}

fn clear(year: i16, month: i16, day: i16) -> Option<RawDate> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok().map(RawDate::Clear)
}

/// A date that is one in at least one order.
fn unclear(first: i16, second: i16, year: i16) -> Option<RawDate> {
    let (first, second) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
    let is_date = Date::new(year, first, second).is_ok() || Date::new(year, second, first).is_ok();
    is_date.then_some(RawDate::Unclear(first, second, year, None))
}

/// A value that was made of what is before `input`, or a failure there.
fn found<T>(input: &str, value: Option<T>) -> IResult<&str, T> {
    let failure = || nom::Err::Error(Error::new(input, ErrorKind::MapOpt));
    value.map(|value| (input, value)).ok_or_else(failure)
}

/// `07:15:02`, `07:15:02 AM`, `오전 7:15:02`, `07.15.02`, `7:15:02.25`; whether half days are written.
fn time(input: &str) -> IResult<&str, (Time, bool)> {
    let (input, in_front) = opt(terminated(half_day_in_front, space0)).parse(input)?;
    let (input, hour) = number(input, 1, 2)?;
    let (input, mark) = one_of(":.").parse(input)?;
    let (input, minute) = number(input, 2, 2)?;
    let (input, second) = opt(preceded(char(mark), |input| number(input, 2, 2))).parse(input)?;
    let (input, _) = opt((one_of(".,"), digit1)).parse(input)?;
    let (input, behind) = opt(preceded(space0, half_day)).parse(input)?;
    let afternoon = in_front.or(behind);
    found(input, clock(hour, minute, second.unwrap_or(0), afternoon))
}

/// Korean, Chinese and Japanese clocks tell the half of the day first.
fn half_day_in_front(input: &str) -> IResult<&str, bool> {
    let morning = alt((tag("오전"), tag("上午"), tag("午前")));
    let afternoon = alt((tag("오후"), tag("下午"), tag("午後")));
    alt((value(false, morning), value(true, afternoon))).parse(input)
}

fn half_day(input: &str) -> IResult<&str, bool> {
    let am = alt((tag_no_case("AM"), tag_no_case("A.M.")));
    let pm = alt((tag_no_case("PM"), tag_no_case("P.M.")));
    let half = alt((value(false, am), value(true, pm)));
    terminated(half, not(take_while1(char::is_alphanumeric))).parse(input)
}

fn clock(hour: i16, minute: i16, second: i16, afternoon: Option<bool>) -> Option<(Time, bool)> {
    let hour = match afternoon {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(pm) => hour % 12 + if pm { 12 } else { 0 },
    };
    let part = |number: i16| i8::try_from(number).ok();
    let time = Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok()?;
    Some((time, afternoon.is_some()))
}

/// A number of so many digits and no more.
fn number(input: &str, least: usize, most: usize) -> IResult<&str, i16> {
    let digits = verify(digit1, |text: &str| (least..=most).contains(&text.len()));
    map_opt(digits, |text: &str| text.parse().ok()).parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The time and the message, of a log of which nothing else is known.
    fn told(line: &str) -> Option<(String, String)> {
        let found = stamp(line)?;
        let mut log = DateOrder::default();
        log.learn(&found.date);
        let time = found.time(&log).map_or("?".to_owned(), |time| time.to_string());
        Some((time, found.message.to_owned()))
    }

    #[test]
    fn stamps_of_every_locale() {
        let table = [
            ("11/24/2026 07:15:02 AM  Traveler: x", "2026-11-24T07:15:02"),
            ("11/24/2026 07:15:02 PM  Traveler: x", "2026-11-24T19:15:02"),
            ("11/24/2026 12:15:02 AM  Traveler: x", "2026-11-24T00:15:02"),
            ("03/04/2026 07:15:02 AM  Traveler: x", "2026-03-04T07:15:02"),
            ("3/4/26 7:15:02 a.m. Traveler: x", "2026-03-04T07:15:02"),
            ("03/04/2026 07:15:02   Traveler: x", "?"),
            ("24/11/2026 07:15:02   Traveler: x", "2026-11-24T07:15:02"),
            ("26/11/24 07:15:02   Traveler: x", "?"),
            ("24.11.2026 07:15:02   Traveler: x", "2026-11-24T07:15:02"),
            ("24.11.2026, 07:15:02   Traveler: x", "2026-11-24T07:15:02"),
            ("24.11.26 07:15:02   Traveler: x", "2026-11-24T07:15:02"),
            ("4.3.2026 7.15.02   Traveler: x", "2026-03-04T07:15:02"),
            ("24-11-2026 07:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("03-04-2026 07:15:02 Traveler: x", "?"),
            ("2026-11-24 07:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("2026-11-24T07:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("2026/11/24 07:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("2026/11/24 07:15 Traveler: x", "2026-11-24T07:15:00"),
            ("24. 11. 2026 7:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("2026. 11. 24. 7:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("2026-11-24 오전 7:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("2026-11-24 오후 7:15:02 Traveler: x", "2026-11-24T19:15:02"),
            ("2026/11/24 下午 07:15:02 Traveler: x", "2026-11-24T19:15:02"),
            ("2026/11/24 午前07:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("[1A2B:0002-1F4C] 11/24/2026 07:15:02 AM  Traveler: x", "2026-11-24T07:15:02"),
            ("[001234:000002-00007F01ABCD] 24.11.2026 07:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("> 11/24/2026 07:15:02.25 AM Traveler: x", "2026-11-24T07:15:02"),
            ("\"24.11.2026 07:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("[1A2B:0002-1F4C] > 24.11.2026 07:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("24.11.79 07:15:02 Traveler: x", "2079-11-24T07:15:02"),
            ("24.11.80 07:15:02 Traveler: x", "1980-11-24T07:15:02"),
            ("12/11/2026 07:15:02 Traveler: x", "?"),
            ("11/12/2026 07:15:02 Traveler: x", "?"),
            ("13/12/2026 07:15:02 Traveler: x", "2026-12-13T07:15:02"),
            ("12/13/2026 07:15:02 Traveler: x", "2026-12-13T07:15:02"),
            ("11/24/2026 12:15:02 PM Traveler: x", "2026-11-24T12:15:02"),
            ("2026. 11. 24 7:15:02 Traveler: x", "2026-11-24T07:15:02"),
            ("24.11.2026 00:00 Traveler: x", "2026-11-24T00:00:00"),
        ];
        for (line, time) in table {
            assert_eq!(told(line), Some((time.to_owned(), "Traveler: x".to_owned())), "{line}");
        }
    }

    #[test]
    fn a_word_that_begins_like_a_half_of_the_day_is_none() {
        let wanted = ("2026-11-24T07:15:02".to_owned(), "AMgr: x".to_owned());
        assert_eq!(told("24.11.2026 07:15:02 AMgr: x"), Some(wanted));
    }

    #[test]
    fn what_is_no_stamp() {
        for line in [
            "",
            "Traveler: x",
            "13/13/2026 07:15:02 AM x",
            "32.11.2026 07:15:02 x",
            "24.13.2026 07:15:02 x",
            "11/24/2026 25:15:02 x",
            "11/24/2026 13:15:02 PM x",
            "11/24/2026 07:15:02x",
            "11/24-2026 07:15:02 x",
            "192.168.10.11 - - [24/Nov/2026:07:15:02 +0100] \"GET / HTTP/1.1\"",
            "11/24/2026",
            "9.0.1 07:15:02",
            "24.11/2026 07:15:02 x",
            "2026/ 11/ 24 07:15:02 x",
            "2026-11-24 오전 13:15:02 x",
            "11/24/2026 00:15:02 AM x",
            "24.111.2026 07:15:02 x",
            "24.11.202 07:15:02 x",
            "24.11.20266 07:15:02 x",
            "24.11.2026 007:15:02 x",
            "24.11.2026 07:5:02 x",
            "24.11.2026 24:00:00 x",
            "24/24/2026 07:15:02 x",
            "24.11.2026-07:15:02 x",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
    }

    #[test]
    fn lines_that_contradict_each_other_settle_nothing() {
        let date = |line| stamp(line).expect(line).date;
        let mut log = DateOrder::default();
        let unclear = stamp("03/04/2026 07:15:02 x").expect("a stamp");
        log.learn(&date("03/25/2026 07:15:02 x"));
        assert_eq!(unclear.time(&log).map(|time| time.month()), Some(3));
        log.learn(&date("25/03/2026 07:15:02 x"));
        assert_eq!(unclear.time(&log), None);
        // A number that can be no month needs no other line.
        for line in ["25/03/2026 07:15:02 x", "03/25/2026 07:15:02 x"] {
            let time = stamp(line).and_then(|found| found.time(&log)).expect(line);
            assert_eq!((time.month(), time.day()), (3, 25), "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = told(&text);
        }

        #[test]
        fn nothing_like_a_stamp_makes_it_panic(text in "[> ]{0,2}[0-9]{1,4}[/.-][0-9]{1,3}[/.-][0-9]{1,4}[ T,]{1,2}[0-9]{1,2}[:.][0-9]{2}[:.][0-9]{2} ?(AM|PM|x)?") {
            let _ = told(&text);
        }
    }
}
