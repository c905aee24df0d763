//! The parts of a version string, as small parsers: numbers, levels, build, date.

use super::{Build, Level, LevelKind, Numbers};
use jiff::civil::{Date, DateTime, Time};
use nom::branch::alt;
use nom::bytes::complete::{tag_no_case, take_while, take_while_m_n, take_while1};
use nom::character::complete::{alpha1, alphanumeric1, char, digit1, one_of};
use nom::combinator::{all_consuming, consumed, map_opt, not, opt, peek, recognize, value, verify};
use nom::multi::{many_m_n, many0, separated_list1};
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};

/// More digits than any component of a release has; years and device models have more.
const COMPONENT_DIGITS: usize = 3;
/// No release counts this far; it keeps addresses such as 192.168.1.1 out.
const MAJOR_LIMIT: u32 = 100;
/// More levels than any release carries.
const LEVEL_LIMIT: usize = 6;

/// `9.0`, `8.5.3`, `14.5.1.0`; one component alone only where the caller can accept it.
pub(super) fn numbers(input: &str) -> IResult<&str, Numbers> {
    map_opt(terminated(recognize(separated_list1(char('.'), digit1)), not(more_number)), of_digits)
        .parse(input)
}

/// What shows that the number goes on in a way that no release does: `9.0.x`, `1.2.3.4:80`.
fn more_number(input: &str) -> IResult<&str, &str> {
    alt((
        recognize((char('.'), one_of("xX*"), not(alphanumeric1))),
        recognize((one_of(":/"), digit1)),
        recognize((char('.'), digit1)),
    ))
    .parse(input)
}

fn of_digits(text: &str) -> Option<Numbers> {
    let parts: Vec<u32> = text
        .split('.')
        .map(|part| part.parse().ok().filter(|_| part.len() <= COMPONENT_DIGITS))
        .collect::<Option<_>>()?;
    let sane = (1..=4).contains(&parts.len()) && parts.first()? < &MAJOR_LIMIT;
    sane.then(|| Numbers { text: text.to_owned(), parts })
}

/// Blanks (a folded header has line ends too) and the marks people put between the parts.
fn gap(input: &str) -> IResult<&str, &str> {
    take_while(|c: char| c.is_whitespace() || ".-_,+&/()#:".contains(c)).parse(input)
}

fn blanks(input: &str) -> IResult<&str, &str> {
    take_while(|c: char| c.is_whitespace() || c == '-' || c == '_').parse(input)
}

/// `UP2`, `Upgrade Pack 2`, `Interim Fix 8`, `BETA1`, `Beta`.
fn level(input: &str) -> IResult<&str, Level> {
    alt((counted_level, bare_level)).parse(input)
}

fn counted_level(input: &str) -> IResult<&str, Level> {
    let (input, kind) = level_kind(input)?;
    let (input, _) = take_while(|c: char| c.is_whitespace() || ".-_#:".contains(c)).parse(input)?;
    let (input, number) = map_opt(digit1, |digits: &str| digits.parse().ok()).parse(input)?;
    Ok((input, Level { kind, number: Some(number) }))
}

/// A prerelease need not be counted; other words without a number are words of a sentence.
fn bare_level(input: &str) -> IResult<&str, Level> {
    let (input, kind) = verify(level_kind, |kind| kind.is_prerelease()).parse(input)?;
    let (input, ()) = not(peek(take_while1(char::is_alphanumeric))).parse(input)?;
    Ok((input, Level { kind, number: None }))
}

fn level_kind(input: &str) -> IResult<&str, LevelKind> {
    use LevelKind::{
        Beta, CumulativeFix, EarlyAccess, EarlyAccessProgram, FixPack, HotFix, InterimFix,
        UpgradePack,
    };
    // Nearly all words are none of these: the first letter tells.
    let first = input.bytes().next().unwrap_or_default().to_ascii_lowercase();
    match first {
        b'u' => {
            value(UpgradePack, alt((phrase("upgrade", "pack"), tag_no_case("UP")))).parse(input)
        }
        b'f' => value(FixPack, alt((phrase("fix", "pack"), tag_no_case("FP")))).parse(input),
        b'i' => value(InterimFix, alt((phrase("interim", "fix"), tag_no_case("IF")))).parse(input),
        b'h' => value(HotFix, alt((phrase("hot", "fix"), tag_no_case("HF")))).parse(input),
        b's' => value(HotFix, tag_no_case("SHF")).parse(input),
        b'c' => {
            value(CumulativeFix, alt((phrase("cumulative", "fix"), tag_no_case("CF")))).parse(input)
        }
        b'e' => alt((
            value(EarlyAccessProgram, phrase("early access", "program")),
            value(EarlyAccess, phrase("early", "access")),
            value(EarlyAccessProgram, tag_no_case("EAP")),
            value(EarlyAccess, tag_no_case("EA")),
        ))
        .parse(input),
        _ => value(Beta, tag_no_case("BETA")).parse(input),
    }
}

/// Two words with or without something between them.
fn phrase(first: &'static str, second: &'static str) -> impl Fn(&str) -> IResult<&str, &str> {
    move |input: &str| recognize((tag_no_case(first), blanks, tag_no_case(second))).parse(input)
}

/// The levels that follow a number.
pub(super) fn levels(input: &str) -> IResult<&str, Vec<Level>> {
    many_m_n(0, LEVEL_LIMIT, preceded(gap, level)).parse(input)
}

/// `Build 201508211840_20`, with a time stamp that is one.
pub(super) fn build(input: &str) -> IResult<&str, Build> {
    preceded((gap, tag_no_case("build"), gap_in_build), stamp).parse(input)
}

/// `201508211840_20`.
fn stamp(input: &str) -> IResult<&str, Build> {
    let digits = take_while_m_n(12, 12, |c: char| c.is_ascii_digit());
    let whole = consumed(terminated(digits, opt(pair(one_of("_-"), digit1))));
    let (input, found) = map_opt(whole, |(text, digits): (&str, &str)| {
        Some(Build { text: text.to_owned(), time: time_of(digits)? })
    })
    .parse(input)?;
    let (input, ()) = not(peek(take_while1(char::is_alphanumeric))).parse(input)?;
    Ok((input, found))
}

fn gap_in_build(input: &str) -> IResult<&str, &str> {
    take_while(|c: char| c.is_whitespace() || ":=#_".contains(c)).parse(input)
}

/// `YYYYMMDDhhmm`; a year before there was a Traveler is no year of a build.
fn time_of(stamp: &str) -> Option<DateTime> {
    let part = |from: usize, to: usize| stamp.get(from..to)?.parse::<i8>().ok();
    let year = stamp.get(..4)?.parse::<i16>().ok().filter(|year| (2000..2100).contains(year))?;
    let date = Date::new(year, part(4, 6)?, part(6, 8)?).ok()?;
    let time = Time::new(part(8, 10)?, part(10, 12)?, 0, 0).ok()?;
    Some(date.to_datetime(time))
}

/// `|July 25, 2018`, ` | November 22, 2021`, `, January 15, 2018`, ` August  17, 2016`.
pub(super) fn date(input: &str) -> IResult<&str, Date> {
    let (input, _) = take_while(|c: char| c.is_whitespace() || "|,".contains(c)).parse(input)?;
    let (input, month) = map_opt(alpha1, month_of).parse(input)?;
    let (input, _) = take_while1(|c: char| c.is_whitespace() || c == '.').parse(input)?;
    let (input, day) = map_opt(digit1, |text: &str| text.parse().ok()).parse(input)?;
    let (input, _) = take_while1(|c: char| c.is_whitespace() || c == ',').parse(input)?;
    let year = verify(digit1, |text: &str| text.len() == 4);
    map_opt(year, |year: &str| Date::new(year.parse().ok()?, month, day).ok()).parse(input)
}

fn month_of(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let fits = |month: &str| month == word || (word.len() >= 3 && month.starts_with(&word));
    MONTHS.iter().position(|month| fits(month)).and_then(|at| i8::try_from(at + 1).ok())
}

/// A dotted number and nothing else, as the table of releases writes it.
pub(crate) fn parse_numbers(text: &str) -> Option<Numbers> {
    all_consuming(numbers).parse(text).ok().map(|(_, numbers)| numbers)
}

/// Levels and nothing else, as the table of releases writes them.
pub(crate) fn parse_levels(text: &str) -> Option<Vec<Level>> {
    all_consuming(many0(preceded(gap, level))).parse(text).ok().map(|(_, levels)| levels)
}

/// A build and nothing else, as the table of releases writes it.
pub(crate) fn parse_build(text: &str) -> Option<Build> {
    all_consuming(stamp).parse(text).ok().map(|(_, build)| build)
}
