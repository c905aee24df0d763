use super::*;
use crate::evidence::InputPath;
use jiff::civil::date;

const EAS: &str = "/traveler/Microsoft-Server-ActiveSync";

fn place() -> Location {
    Location::line(&InputPath::named("access.log"), 1)
}

fn moment(day: i8, hour: i8) -> Moment {
    Moment::new(date(2026, 11, day).at(hour, 0, 0, 0), None)
}

/// A command of Secure Mail that is served.
fn visit(location: &Location) -> Visit<'_> {
    Visit {
        method: "POST",
        path: EAS,
        host: None,
        command: Some("Sync"),
        agent: Some("Secure Mail/1"),
        device_type: None,
        signed_in: true,
        status: 200,
        time: Some(moment(23, 7)),
        when: When::Recent,
        location,
    }
}

fn traffic(visits: &[Visit<'_>]) -> Traffic {
    let mut traffic = Traffic::default();
    visits.iter().for_each(|visit| traffic.add(visit));
    traffic
}

/// What the only request came to; `None` where it is none of a client.
fn answer(visit: Visit<'_>) -> Option<Answer> {
    let total = traffic(&[visit]).at(&BTreeSet::new(), &BTreeSet::new()).total();
    total.answers.keys().next().copied()
}

#[test]
fn each_request_is_counted_once_for_what_it_shows() {
    use Answer::{
        Challenged, Failed, Prepared, Probe, Provisioned, Refused, Served, SyncMl, Unnamed,
        Unprovisioned, Unserved, WithoutUser,
    };
    let place = place();
    let own = || visit(&place);
    let plain = || Visit { command: None, ..own() };
    let unknown = || Visit { signed_in: false, ..own() };
    let of = |agent| Visit { agent: Some(agent), ..own() };
    let cases = [
        (own(), Some(Served)),
        (Visit { path: "/servlet/traveler/Microsoft-Server-ActiveSync", ..own() }, Some(Served)),
        (Visit { path: "/microsoft-server-activesync/", ..own() }, Some(Served)),
        (of("Apple-iPhone15C2/2005.1"), Some(Served)),
        (Visit { status: 403, ..own() }, Some(Refused)),
        (Visit { status: 403, ..plain() }, Some(Refused)),
        (Visit { status: 503, ..own() }, Some(Failed)),
        (Visit { status: 302, ..own() }, Some(Failed)),
        (Visit { status: 401, ..own() }, Some(Challenged)),
        (Visit { status: 449, ..own() }, Some(Unprovisioned)),
        (Visit { command: Some("Ping"), ..own() }, Some(Prepared)),
        (Visit { command: Some("Search"), ..own() }, Some(Prepared)),
        (Visit { command: Some("SendMail"), ..own() }, Some(Served)),
        // What comes before data.
        (Visit { command: Some("Provision"), ..own() }, Some(Provisioned)),
        (Visit { command: Some("FolderSync"), ..own() }, Some(Prepared)),
        (Visit { command: Some("Settings"), ..own() }, Some(Prepared)),
        // A login form comes with 200 and without a user.
        (unknown(), Some(WithoutUser)),
        (Visit { status: 401, ..unknown() }, Some(Challenged)),
        (Visit { status: 403, ..unknown() }, Some(Unserved)),
        (Visit { status: 302, ..unknown() }, Some(Unserved)),
        (Visit { status: 503, agent: None, ..unknown() }, Some(Unserved)),
        // Nothing of a device: no command, no program, a tool, a browser.
        (plain(), Some(Probe)),
        (Visit { method: "OPTIONS", ..own() }, Some(Probe)),
        (Visit { method: "OPTIONS", status: 401, ..unknown() }, Some(Probe)),
        (Visit { method: "GET", ..own() }, Some(Probe)),
        (Visit { agent: None, ..own() }, Some(Unnamed)),
        (of("curl/8"), Some(Probe)),
        (Visit { status: 403, ..of("Mozilla/5.0") }, Some(Probe)),
        (Visit { path: "/traveler", ..plain() }, Some(SyncMl)),
        (Visit { path: "/servlet/traveler", ..plain() }, Some(SyncMl)),
        (Visit { path: "/traveler", method: "GET", ..plain() }, None),
        (Visit { path: "/traveler", ..of("Mozilla/5.0") }, None),
        (Visit { path: "/traveler", ..of("HCL Verse/12.0 Android") }, None),
        (Visit { path: "/traveler", signed_in: false, ..plain() }, None),
        (Visit { path: "/other/Microsoft-Server-ActiveSync", ..own() }, None),
        (Visit { path: "/homepage.nsf", ..own() }, None),
        (Visit { when: When::Earlier, ..own() }, None),
    ];
    for (visit, wanted) in cases {
        let what = format!("{visit:?}");
        assert_eq!(answer(visit), wanted, "{what}");
    }
}

#[test]
fn logs_add_up() {
    let place = place();
    let day = |day| Some(moment(day, 7));
    let mut sum = traffic(&[Visit { time: day(22), ..visit(&place) }]);
    assert!(sum.only_full_paths());
    let bare = "/Microsoft-Server-ActiveSync";
    let later = Location::line(&InputPath::named("b.log"), 9);
    sum.merge(&traffic(&[Visit { path: bare, time: day(23), ..visit(&later) }]));
    let served = sum.at(&BTreeSet::new(), &BTreeSet::new()).total().of(Answer::Served);
    assert_eq!((served.count, sum.requests), (2, 2));
    assert_eq!((served.first, served.last, served.place), (day(22), day(23), Some(later)));
    assert!(!sum.only_full_paths());
    assert!(!Traffic::default().only_full_paths(), "nothing seen shows nothing");
    let refused = traffic(&[Visit { status: 403, ..visit(&place) }]);
    assert!(!refused.only_full_paths(), "nor does what was not served");
}

#[test]
fn days_that_do_not_count_are_kept_apart() {
    let place = place();
    let visits = [When::Earlier, When::Later, When::Undated, When::Undated]
        .map(|when| Visit { when, ..visit(&place) });
    let mut traffic = traffic(&visits);
    traffic.add(&Visit { when: When::Earlier, method: "OPTIONS", ..visit(&place) });
    assert_eq!(traffic.at(&BTreeSet::new(), &BTreeSet::new()).total(), Tally::default());
    assert_eq!(traffic.not_recent(When::Earlier).count, 1);
    assert_eq!(traffic.not_recent(When::Undated).count, 2);
}

#[test]
fn only_what_was_asked_of_this_server_counts() {
    let place = place();
    let asked = |host| Visit { host, ..visit(&place) };
    let own = BTreeSet::from(["mail.example.com".to_owned()]);
    let told = |host, names: &BTreeSet<String>| {
        let picture = traffic(&[asked(host)]).at(names, &BTreeSet::new());
        let count = |tally: &Tally| tally.count(Answer::Served);
        (count(&picture.total()), count(&picture.elsewhere), picture.confirmed)
    };
    assert_eq!(told(Some("MAIL.example.com"), &own), (1, 0, true));
    assert_eq!(told(Some("mail99.example.com"), &own), (0, 1, true));
    assert_eq!(told(None, &own), (1, 0, false));
    assert_eq!(told(Some("mail99.example.com"), &BTreeSet::new()), (1, 0, false));
    let none = BTreeSet::new();
    let picture = traffic(&[asked(Some("mail.example.com")), asked(None)]).at(&none, &own);
    assert_eq!(picture.elsewhere.count(Answer::Served), 1, "the host of another server");
    assert_eq!(picture.total().count(Answer::Served), 1);
}

#[test]
fn what_was_tried_in_vain_since_counts() {
    let place = place();
    let at = |hour, status| Visit { time: Some(moment(23, hour)), status, ..visit(&place) };
    let since = |visits: &[Visit<'_>]| {
        let none = BTreeSet::new();
        let total = traffic(visits).at(&none, &none).total();
        total.since().count
    };
    assert_eq!(since(&[at(7, 401), at(7, 200)]), 0);
    assert_eq!(since(&[at(7, 200), at(8, 401), at(9, 503)]), 2);
    assert_eq!(since(&[at(7, 200), at(8, 401), at(9, 200)]), 0);
    assert_eq!(since(&[at(9, 200), at(8, 401)]), 0, "lines need not be in order");
    assert_eq!(since(&[at(8, 401)]), 1);
    assert_eq!(since(&[at(7, 401), at(8, 200), at(9, 401)]), 1);
    assert_eq!(since(&[at(9, 200), at(8, 401), at(10, 401)]), 1, "lines need not be in order");
    assert_eq!(
        since(&[at(9, 200), at(9, 401), at(10, 401)]),
        1,
        "what came with it is not after it"
    );
    let mut sum = traffic(&[at(7, 200), at(8, 401)]);
    sum.merge(&traffic(&[at(9, 200)]));
    let none = BTreeSet::new();
    assert_eq!(sum.at(&none, &none).total().since().count, 0);
    sum.merge(&traffic(&[at(10, 401), at(11, 401)]));
    assert_eq!(sum.at(&none, &none).total().since().count, 2);
}

#[test]
fn what_goes_beyond_the_limit_shows_no_program_that_is_served() {
    let place = place();
    let agents: Vec<_> = (0..=MAX_GROUPS + 20).map(|at| format!("Client{at}")).collect();
    let of = |at: usize| Visit { agent: Some(&agents[at]), ..visit(&place) };
    let visits: Vec<_> = (0..MAX_GROUPS + 20).map(of).collect();
    let mut traffic = traffic(&visits);
    let count = |traffic: &Traffic| {
        traffic.at(&BTreeSet::new(), &BTreeSet::new()).total().count(Answer::Served)
    };
    assert_eq!(count(&traffic), MAX_GROUPS as u64);
    traffic.add(&Visit { status: 403, ..of(MAX_GROUPS + 20) });
    let picture = traffic.at(&BTreeSet::new(), &BTreeSet::new());
    assert_eq!(picture.programs[&None].count(Answer::Refused), 1);
}

#[test]
fn the_programs_that_were_served_are_told_where_all_are_known() {
    let place = place();
    let names: Vec<_> = (0..=MAX_AGENTS).map(|at| format!("Secure Mail/{at}")).collect();
    let of = |at: usize| Visit { agent: Some(&names[at]), ..visit(&place) };
    let told = |visits: &[Visit<'_>]| {
        let picture = traffic(visits).at(&BTreeSet::new(), &BTreeSet::new());
        picture.total().agents().map(BTreeSet::len)
    };
    assert_eq!(told(&[of(0), of(0), of(1)]), Some(2));
    let mut visits: Vec<_> = (0..MAX_AGENTS).map(of).collect();
    visits.push(of(MAX_AGENTS - 1));
    assert_eq!(told(&visits), Some(MAX_AGENTS), "one that is known is not one more");
    visits.push(of(MAX_AGENTS));
    assert_eq!(told(&visits), None);
    let refused = Visit { status: 403, ..of(0) };
    let other = Visit { agent: Some("Apple-iPhone15C2/2005.1"), ..visit(&place) };
    assert_eq!(told(&[refused, other]), Some(0), "no Secure Mail was served");
}
