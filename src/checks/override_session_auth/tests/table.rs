//! The cases that a sign-in audit must get right, one a row: what is set, and what `/traveler` then
//! answers on each way that differs.

use super::*;
use crate::checks::testing::log_of_domino;

/// What the directory and notes.ini hold.
struct World {
    server: Vec<(&'static str, &'static str)>,
    /// Web Site documents with their rules.
    sites: String,
    ini: &'static str,
    release: &'static str,
    /// Whether the directory is given a second time.
    twice: bool,
}

fn world(sites: &[String]) -> World {
    World {
        server: vec![("LdISite", "1")],
        sites: sites.concat(),
        ini: "",
        release: "",
        twice: false,
    }
}

impl World {
    fn server(mut self, items: &[(&'static str, &'static str)]) -> Self {
        self.server.retain(|(name, _)| items.iter().all(|(other, _)| other != name));
        self.server.extend(items);
        self
    }

    fn ini(mut self, lines: &'static str) -> Self {
        self.ini = lines;
        self
    }

    fn given_twice(self) -> Self {
        Self { twice: true, ..self }
    }

    fn on(mut self, release: &'static str) -> Self {
        self.release = release;
        self
    }

    /// `subject outcome` of each finding about `/traveler`.
    fn told(&self) -> Vec<String> {
        let names = dxl(&[RULE_FORM, &server(&self.server), &self.sites]);
        let (ini, log) = (ini(self.ini), log_of_domino(self.release));
        let mut files = vec![("notes.ini", ini.as_str()), ("names.dxl", names.as_str())];
        if self.twice {
            files.push(("copy/names.dxl", names.as_str()));
        }
        if !self.release.is_empty() {
            files.push(("console.log", &log));
        }
        let own = judge(&CHECK, &files).into_iter().filter(|one| one.args["url"] == "/traveler");
        let short = |one: Judgement| {
            let way = one.subject.replace("/traveler", "");
            format!("{way} {}", one.outcome).trim_start().to_owned()
        };
        own.map(short).collect()
    }
}

/// A site that is not the default, with session authentication on, open over both schemes.
fn site_of(unid: u8, items: &[(&str, &str)]) -> String {
    let own = [
        ("HTTP_EnableSessionAuth", "1"),
        ("WSIsDflt", "0"),
        ("TCPNameAndPwd", "1"),
        ("TCPAnonymous", "0"),
        ("HTTP_TCP_Redirect", "0"),
    ];
    site(unid, &crate::checks::testing::with(&own, items))
}

fn default_site(items: &[(&str, &str)]) -> String {
    site_of(2, &crate::checks::testing::with(&[("WSIsDflt", "1")], items))
}

fn over(pattern: &str) -> String {
    rule(3, 2, "O", pattern)
}

/// A substitution on the default site.
fn substitution(pattern: &str, to: &str) -> String {
    document("R", 4, Some(2), &[("RKind", "S"), ("RPath", pattern), ("RNew", to)])
}

/// The default site has no rule; the one with the host name has.
fn two() -> [String; 3] {
    [
        default_site(&[]),
        site_of(6, &[("ISiteName", "Named"), ("ISiteAdrs", "mail.example.com")]),
        rule(3, 6, "O", "*"),
    ]
}

const HTTP_ON: (&str, &str) = ("HTTP_NormalMode", "1");

/// Every row must be as it says.
fn check<const N: usize>(cases: [(&str, World, &[&str]); N]) {
    let other = cases.into_iter().filter_map(|(what, world, wanted)| {
        let told = world.told();
        (told != wanted).then(|| format!("{what}: {told:?}"))
    });
    assert_eq!(other.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn which_site_answers() {
    let covered = || [default_site(&[]), over("*")];
    let hosted = |by| [default_site(&[("WSHostingSrvrs", by)]), over("*")];
    let named = |unid, host: &str| site_of(unid, &[("ISiteAdrs", host)]);
    let conflict = document("WebSite", 8, Some(2), &[("Type", "WebSite"), ("$Conflict", "")]);
    let rule_conflict = document("R", 8, Some(3), &[("$Conflict", ""), ("RKind", "N")]);
    let global = document("GlobalWeb", 7, None, &[("Type", "GlobalWeb")]);
    let cases: [(&str, World, &[&str]); 21] = [
        (
            "Internet Sites off, a rule present",
            world(&covered()).server(&[("LdISite", "0"), ("HTTP_EnableSessionAuth", "1")]),
            &["server-session-on"],
        ),
        (
            "the rule on the site that https never reaches",
            world(&two()),
            &["form-rule-on-other-site"],
        ),
        (
            "the same with http on",
            world(&two()).server(&[HTTP_ON]),
            &[
                "https://* form-rule-on-other-site",
                "https://mail.example.com form-rule-on-other-site",
                "http://* form-rule-on-other-site",
                "http://mail.example.com overridden",
            ],
        ),
        (
            "SNI on, release below 11.0.1",
            world(&two()).ini("ENABLE_SNI=1").on("10.0.1FP2, May 01, 2019"),
            &["form-rule-on-other-site"],
        ),
        (
            "SNI on, release above 11.0.1",
            world(&two()).ini("ENABLE_SNI=1").on("14.5.1, March 05, 2026"),
            &["*://* form-rule-on-other-site", "*://mail.example.com overridden"],
        ),
        (
            "SNI on, release not known",
            world(&two()).ini("ENABLE_SNI=1"),
            &["*://* form-rule-on-other-site", "*://mail.example.com release-unknown"],
        ),
        ("the default site only", world(&covered()), &["overridden"]),
        (
            "a host on no site, and no default",
            world(&[named(2, "mail.example.com"), over("*")]),
            &["site-not-default"],
        ),
        (
            "hosting servers leave this one out",
            world(&hosted("CN=Mail01/O=Acme")),
            &["site-of-others"],
        ),
        ("hosting servers name this one", world(&hosted("CN=Trav01/O=Acme")), &["overridden"]),
        (
            "two sites with one host",
            world(&[named(2, "mail.example.com"), over("*"), named(6, "MAIL.example.com")])
                .server(&[HTTP_ON]),
            &["https://* site-not-default", "http://* duplicate-host"],
        ),
        (
            "two sites with one address",
            world(&[named(2, "192.0.2.10"), over("*"), named(6, "192.0.2.10")])
                .server(&[("NetAddresses", "192.0.2.10")]),
            &["duplicate-address"],
        ),
        (
            "a conflict of the site",
            world(&[default_site(&[]), over("*"), conflict]),
            &["site-conflict"],
        ),
        (
            "a conflict of the rule",
            world(&[default_site(&[]), over("*"), rule_conflict]),
            &["rule-conflict"],
        ),
        ("a site given twice", world(&covered()).given_twice(), &["overridden"]),
        (
            "a rule on Global Web Settings",
            world(&[default_site(&[]), global, rule(3, 7, "O", "*")]),
            &["rules-elsewhere"],
        ),
        (
            "the port for http off",
            world(&covered()).server(&[("HTTP_NormalMode", "2")]),
            &["overridden"],
        ),
        ("redirected", world(&covered()).server(&[("HTTP_NormalMode", "3")]), &["overridden"]),
        (
            "redirected to a port that is off",
            world(&covered()).server(&[("HTTP_NormalMode", "3"), ("HTTP_SSLMode", "2")]),
            &["redirected-to-nothing"],
        ),
        ("on", world(&covered()).server(&[HTTP_ON]), &["overridden"]),
        ("IBM HTTP Server in front", world(&covered()).ini("HTTPIHSEnabled=1"), &["ihs-in-front"]),
    ];
    check(cases);
}

#[test]
fn what_the_rules_and_options_of_the_site_make_of_it() {
    let with = |items: &[(&str, &str)]| world(&[default_site(items), over("*")]);
    let rules = |own: &[String]| world(&[&[default_site(&[])], own].concat());
    let cases: [(&str, World, &[&str]); 21] = [
        ("no rule", rules(&[]), &["form"]),
        ("a pattern with a star", rules(&[over("/traveler*")]), &["overridden"]),
        ("without one", rules(&[over("/traveler")]), &["form"]),
        ("with an inner star", rules(&[over("/tra*er")]), &["overridden"]),
        ("in another case", rules(&[over("/Traveler*")]), &["rule-case"]),
        ("without a pattern", rules(&[over("")]), &["rule-without-pattern"]),
        (
            "a substitution out of the pattern",
            rules(&[over("/traveler*"), substitution("/traveler*", "/x*")]),
            &["substituted"],
        ),
        ("into it", rules(&[over("/x*"), substitution("/traveler*", "/x*")]), &["substituted"]),
        (
            "within it",
            rules(&[over("/traveler*"), substitution("/traveler*", "/traveler/x*")]),
            &["overridden"],
        ),
        (
            "a redirection takes the request away",
            rules(&[over("*"), rule(4, 2, "N", "/traveler*")]),
            &["redirected"],
        ),
        ("one of another path", rules(&[over("*"), rule(4, 2, "N", "/mail*")]), &["overridden"]),
        (
            "session authentication off",
            world(&[default_site(&[("HTTP_EnableSessionAuth", "0")])]),
            &["session-off"],
        ),
        (
            "for several servers",
            world(&[default_site(&[("HTTP_EnableSessionAuth", "2")])]),
            &["form"],
        ),
        (
            "for several servers, with a rule",
            with(&[("HTTP_EnableSessionAuth", "2")]),
            &["overridden"],
        ),
        ("not told", with(&[("HTTP_EnableSessionAuth", "9")]), &["session-unknown"]),
        ("a cookie is made", with(&[("HTTP_GenerateSessionCookie", "1")]), &["overridden"]),
        ("none is made", with(&[("HTTP_GenerateSessionCookie", "0")]), &["overridden"]),
        ("anonymous allowed", with(&[("SSLAnonymous", "1")]), &["anonymous-on"]),
        (
            "name and password off over TCP, on over TLS",
            with(&[("TCPNameAndPwd", "0")]).server(&[HTTP_ON]),
            &["overridden"],
        ),
        ("off over TLS", with(&[("SSLNameAndPwd", "0")]), &["password-off"]),
        (
            "bearer tokens alone",
            with(&[("SSLNameAndPwd", "0"), ("SSLBearerToken", "1")]),
            &["password-off"],
        ),
    ];
    check(cases);
}
