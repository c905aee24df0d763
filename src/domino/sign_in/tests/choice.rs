//! Which site answers.

use super::*;

const HTTPS: &str = "https://mail.example.com/traveler";
const HTTP: &str = "http://mail.example.com/traveler";

/// The rule hangs on the site with the host name; another site is the default.
fn two() -> Vec<WebSite> {
    vec![default(site("Default", &[])), covered("Mail", &["mail.example.com"])]
}

#[test]
fn host_names_count_over_http_and_not_over_https() {
    let cases = [
        (two(), HTTP, "Mail basic"),
        (two(), HTTPS, "Default form"),
        (two(), "http://other.example.com/traveler", "Default form"),
        // Default site only.
        (vec![default(covered("Only", &[]))], HTTPS, "Only basic"),
        (vec![default(covered("Only", &[]))], HTTP, "Only basic"),
        // A host on no site, and no default.
        (vec![covered("Mail", &["mail.example.com"])], HTTP, "Mail basic"),
        (vec![covered("Mail", &["mail.example.com"])], HTTPS, "no-site"),
        (vec![covered("Mail", &["mail.example.com"])], "http://x.example.com/traveler", "no-site"),
        // As people write them.
        (vec![covered("Mail", &["https://Mail.Example.com/"])], HTTP, "Mail basic"),
        (Vec::new(), HTTPS, "no-site"),
    ];
    for (sites, url, wanted) in cases {
        let what = format!("{sites:?}");
        assert_eq!(world(sites).ask(url), wanted, "{url} {what}");
    }
}

#[test]
fn addresses_count_where_they_are_known() {
    let sites = || {
        vec![default(site("Default", &[])), covered("Mail", &["mail.example.com", "192.0.2.10"])]
    };
    let ask = |own: &[&str], url: &str| world(sites()).on(own).ask(url);
    let (by_name, by_address) = (HTTPS, "https://192.0.2.10/traveler");
    assert_eq!(ask(&[], by_address), "Mail basic");
    assert_eq!(ask(&[], "https://192.0.2.99/traveler"), "Default form");
    assert_eq!(ask(&[], by_name), "several-sites");
    assert_eq!(ask(&["trav01.example.com"], by_name), "several-sites");
    assert_eq!(ask(&["192.0.2.10"], by_name), "Mail basic");
    assert_eq!(ask(&["192.0.2.99"], by_name), "Default form");
    assert_eq!(ask(&["192.0.2.10", "192.0.2.99"], by_name), "several-sites");
    // An address that is not the server's own may be that of another.
    assert_eq!(ask(&["192.0.2.10"], "https://192.0.2.99/traveler"), "address-other");
    assert_eq!(ask(&["192.0.2.10"], by_address), "Mail basic");
    let alone = world(vec![covered("Mail", &["192.0.2.10"])]);
    assert_eq!(alone.ask(by_name), "site-not-default");
    assert_eq!(alone.on(&["192.0.2.10"]).ask(by_name), "Mail basic");
    let six = world(vec![covered("Six", &["2001:db8::1"])]);
    assert_eq!(six.ask("https://[2001:db8::1]/traveler"), "Six basic");
}

#[test]
fn the_host_name_of_the_handshake_counts_from_11_0_1() {
    let cases = [
        ("1", "11.0", "Default form"),
        ("1", "9.0.1FP10", "Default form"),
        ("1", "11.0.1", "Mail basic"),
        ("1", "11.0.1FP2", "Mail basic"),
        ("1", "14.5.1", "Mail basic"),
        ("0", "14.5.1", "Default form"),
        ("", "14.5.1", "Default form"),
        ("yes", "14.5.1", "sni-unknown"),
        ("1", "", "release-unknown"),
    ];
    for (sni, release, wanted) in cases {
        assert_eq!(world(two()).with_sni(sni, release).ask(HTTPS), wanted, "{sni} {release}");
    }
    // A site must be there to begin the handshake.
    let alone = || vec![covered("Mail", &["mail.example.com"])];
    assert_eq!(world(alone()).with_sni("1", "14.5.1").ask(HTTPS), "no-site");
    // Where it makes no difference, it need not be known.
    let only = || vec![default(covered("Mail", &["mail.example.com"]))];
    assert_eq!(world(only()).with_sni("1", "").ask(HTTPS), "Mail basic");
    let unknown = World { sni: unclear(), ..world(two()) };
    assert_eq!(unknown.ask(HTTPS), "sni-unknown");
    assert_eq!(unknown.ask("https://192.0.2.10/traveler"), "Default form");
    let unknown = |sites| World { sni: unclear(), ..world(sites) }.ask(HTTPS);
    assert_eq!(unknown(alone()), "no-site");
    let defaults = |host: &[&str]| vec![default(covered("A", host)), default(site("B", host))];
    assert_eq!(unknown(defaults(&[])), "several-sites");
    assert_eq!(unknown(defaults(&["mail.example.com"])), "sni-unknown", "two ways to be open");
}

#[test]
fn what_may_answer_leaves_it_open() {
    let duplicate_host =
        || vec![covered("A", &["mail.example.com"]), site("B", &["MAIL.example.com"])];
    assert_eq!(world(duplicate_host()).ask(HTTP), "duplicate-host");
    assert_eq!(world(duplicate_host()).ask(HTTPS), "no-site");
    let duplicate_address = vec![covered("A", &["192.0.2.10"]), site("B", &["192.0.2.10"])];
    assert_eq!(world(duplicate_address).ask("https://192.0.2.10/traveler"), "duplicate-address");
    let defaults = vec![default(covered("A", &[])), default(site("B", &[]))];
    assert_eq!(world(defaults).ask(HTTPS), "several-sites");
    let missing = WebSite { is_default: absent(), ..site("B", &[]) };
    assert_eq!(world(vec![default(covered("A", &[])), missing]).ask(HTTPS), "several-sites");
    let open = WebSite { is_default: unclear(), ..site("B", &[]) };
    assert_eq!(world(vec![default(covered("A", &[])), open.clone()]).ask(HTTPS), "default-unclear");
    assert_eq!(world(vec![open]).ask(HTTPS), "default-unclear");
    // A star in a host name is documented nowhere.
    let star = || vec![default(covered("A", &[])), site("B", &["*.example.com"])];
    assert_eq!(world(star()).ask(HTTP), "addresses-unclear");
    assert_eq!(world(star()).ask("http://mail.example.net/traveler"), "A basic");
    assert_eq!(world(star()).ask(HTTPS), "A basic");
    assert_eq!(world(star()).with_sni("1", "14.5.1").ask(HTTPS), "addresses-unclear");
    let listed = WebSite { addresses: unclear(), ..site("B", &[]) };
    let both = || vec![default(covered("A", &[])), listed.clone()];
    assert_eq!(world(both()).ask(HTTP), "addresses-unclear");
    assert_eq!(world(both()).ask(HTTPS), "addresses-unclear");
    // The only site is the one, whatever it lists.
    let only = WebSite { addresses: unclear(), ..default(covered("A", &[])) };
    assert_eq!(world(vec![only]).ask(HTTPS), "A basic");
}

#[test]
fn a_site_that_may_be_hosted_may_answer() {
    let mut hosted = world(vec![default(covered("A", &[])), site("B", &["mail.example.com"])]);
    hosted.sites[1].1 = Hosting::Maybe;
    assert_eq!(hosted.ask(HTTP), "hosting-unclear");
    assert_eq!(hosted.ask("http://other.example.com/traveler"), "A basic");
    assert_eq!(hosted.ask(HTTPS), "A basic");
    hosted.sites[0].1 = Hosting::Maybe;
    assert_eq!(hosted.ask(HTTPS), "hosting-unclear");
}

#[test]
fn documents_that_are_missing_or_not_judged_come_first() {
    let open = Unread { why: "site-conflict", places: vec![place()] };
    let conflict = World { unclear_sites: vec![open], ..world(two()) };
    assert_eq!(conflict.ask(HTTPS), "site-conflict");
    let part = World { sites_whole: None, ..world(two()) };
    assert_eq!(part.ask(HTTPS), "sites-maybe-missing");
    let mut odd = World { sites_whole: None, ..world(vec![default(site("A", &[]))]) };
    assert_eq!(odd.ask(HTTPS), "sites-maybe-missing");
    odd.sites[0].0.rules.push(over(" "));
    assert_eq!(odd.ask(HTTPS), "A rule-without-pattern");
}

#[test]
fn how_sure_a_choice_is() {
    let sure = |world: World, url: &str| {
        let task = world.task();
        answer(&task, &Request::parse(url).unwrap()).confidence.word()
    };
    let only = || default(covered("A", &[]));
    assert_eq!(sure(world(vec![only()]), HTTPS), "high");
    let without = WebSite { addresses: absent(), ..only() };
    assert_eq!(sure(world(vec![without]), HTTPS), "high", "the only site");
    let other = WebSite { addresses: absent(), ..site("B", &[]) };
    assert_eq!(sure(world(vec![only(), other]), HTTPS), "medium");
    let by_address = || vec![only(), covered("B", &["192.0.2.10"])];
    assert_eq!(sure(world(by_address()).on(&["192.0.2.10"]), HTTPS), "medium");
    assert_eq!(sure(world(by_address()), "https://192.0.2.10/traveler"), "high");
    // Nothing tells that the address is the server's own.
    assert_eq!(sure(world(by_address()), "https://192.0.2.99/traveler"), "medium");
    assert_eq!(
        sure(world(by_address()).on(&["192.0.2.99"]), "https://192.0.2.99/traveler"),
        "high"
    );
}
