//! `tls-ciphers`: the cipher suites of https, and the keys of notes.ini that weaken TLS.
//!
//! From 10.0.1 on the ciphers stand in the Server document, or in the Web Site documents where Internet
//! Sites are on; before, `SSLCipherSpec` of notes.ini held them. From madicon.de, "notes.ini
//! parameters", which quotes HCL; so nothing here is surer than medium. What the numbers mean is from
//! the registry of TLS cipher suites at IANA.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `strong` | pass | all suites of the list are known, and none is weak |
//! | `weak` | fail | RC4, DES, triple DES, no encryption, no certificate or keys for export among them |
//! | `no-forward-secrecy` | fail | none of these, but some without forward secrecy (severity low) |
//! | `unknown-code`, `list-unclear`, `no-list` | unknown | a number is not known; the list can't be read, or is not there |
//! | `spec-too` | unknown | `SSLCipherSpec` is set beside the list: sources disagree on which counts |
//! | `release-unknown`, `ihs`, `mode-unknown`, `no-document` | unknown | where the list stands, or whether it counts, is not known |
//! | `scan-strong`, `scan-weak`, `scan-no-forward-secrecy` | pass, fail, fail | the same of what a scan found offered; it decides, and the documents are shown |
//! | `scan-strong-documents-bad` | pass | a scan that tells its time found none that is weak, though the documents list some |
//! | `scan-not-newer` | unknown | the same, and the scan tells no time |
//! | `scan-unknown-cipher`, `scan-in-part` | unknown | a suite is not known; the scan did not ask for all |
//! | `no-weakening-key` | pass | none of the keys below is set |
//! | `sslv2-hello`, `tls10-enabled` | fail | `SSL_ENABLE_INSECURE_SSLV2_HELLO=1`; `SSL_ENABLE_TLS_10=1` |
//! | `renegotiation` | info | `SSL_DISABLE_RENEGOTIATE` is not 1, as madicon.de recommends it |
//! | `keys-unclear` | unknown | what is set of these can't be told |

mod scanned;

use super::ports::{self, Front};
use super::{Check, Judgement, document};
use crate::catalog::Catalog;
use crate::catalog::ciphers::Weakness;
use crate::domino::release;
use crate::domino::sign_in::{Hosting, Mode};
use crate::evidence::{Confidence, Doubt, Fact, Role, Severity};
use crate::inventory::Server;
use crate::naming::field;
use std::cmp::Ordering;

pub(super) const CHECK: Check = Check {
    id: "tls-ciphers",
    judge,
    outcomes: &[
        "strong",
        "weak",
        "no-forward-secrecy",
        "unknown-code",
        "list-unclear",
        "no-list",
        "spec-too",
        "release-unknown",
        "ihs",
        "mode-unknown",
        "no-document",
        "scan-strong",
        "scan-weak",
        "scan-no-forward-secrecy",
        "scan-strong-documents-bad",
        "scan-not-newer",
        "scan-unknown-cipher",
        "scan-in-part",
        "no-weakening-key",
        "sslv2-hello",
        "tls10-enabled",
        "renegotiation",
        "keys-unclear",
    ],
};

/// The first release whose documents hold the ciphers.
const DOCUMENTS_FROM: &str = "10.0.1";
const SPEC: &str = "SSLCipherSpec";
/// Refuses with 1 to renegotiate; 0 is its default.
const RENEGOTIATE: &str = "SSL_DISABLE_RENEGOTIATE";
/// Keys that weaken TLS with the value 1, and what is said then.
const WEAKENING: [(&str, &str); 2] =
    [("SSL_ENABLE_INSECURE_SSLV2_HELLO", "sslv2-hello"), ("SSL_ENABLE_TLS_10", "tls10-enabled")];

fn judge(server: &Server, catalog: &Catalog) -> Vec<Judgement> {
    let documents = lists(server, catalog);
    let scanned = scanned::judge(server, catalog, &documents);
    let lists = if scanned.is_empty() { documents } else { scanned };
    let judgements = lists.into_iter().chain(keys(server)).chain(renegotiation(server));
    judgements.map(|judgement| document::placed(server, judgement)).collect()
}

fn lists(server: &Server, catalog: &Catalog) -> Vec<Judgement> {
    if let Front::Ihs(ihs) | Front::Maybe(ihs) = ports::in_front(server) {
        return vec![Judgement::unknown("ihs").about("ciphers").shown_by(ihs)];
    }
    match in_documents(server) {
        Some(true) => of_documents(server, catalog),
        Some(false) => vec![of_spec(server, catalog).about("ciphers")],
        None => {
            let seen = server.domino.seen.iter().map(|seen| seen.evidence(Role::Conflict));
            vec![Judgement::unknown("release-unknown").about("ciphers").shown_by(seen)]
        }
    }
}

/// Whether the release takes the ciphers from documents.
fn in_documents(server: &Server) -> Option<bool> {
    let first = release::read(DOCUMENTS_FROM)?;
    let own = server.domino.chosen()?;
    own.version.compare(&first).map(|order| order != Ordering::Less)
}

fn of_spec(server: &Server, catalog: &Catalog) -> Judgement {
    let spec = server.setting(SPEC);
    match &spec {
        Fact::Known(found) => match numbers(&found.value) {
            Some(codes) => of_codes(catalog, &codes, found.confidence),
            None => Judgement::unknown("list-unclear").arg("list", "-"),
        }
        .shown_by([found.evidence(Role::Observed)]),
        Fact::Absent(_) => Judgement::unknown("no-list"),
        Fact::Unknown(..) => Judgement::unknown("list-unclear"),
    }
    .explained_by(spec.evidence())
}

/// `SSLCipherSpec`: numbers of four digits, or the older ones of two, without anything between.
fn numbers(spec: &str) -> Option<Vec<String>> {
    let spec = spec.trim_ascii();
    let hex = !spec.is_empty() && spec.bytes().all(|byte| byte.is_ascii_hexdigit());
    let width = if spec.len().is_multiple_of(4) { 4 } else { 2 };
    let pieces = spec.as_bytes().chunks(width);
    let even = hex && spec.len().is_multiple_of(width);
    let text = |piece: &[u8]| String::from_utf8_lossy(piece).into_owned();
    // Eight digits may be four old numbers or two new ones: the older ones all are below 00FF.
    even.then(|| pieces.map(text).collect())
}

fn of_documents(server: &Server, catalog: &Catalog) -> Vec<Judgement> {
    let spec = server.setting(SPEC);
    let too = !matches!(spec, Fact::Absent(_) | Fact::Unknown(Doubt::NotSupplied, _));
    let told = |list: &Fact<Vec<String>>| match too {
        true => Judgement::unknown("spec-too").shown_by(spec.evidence()),
        false => of_list(catalog, list),
    };
    match server.directory.mode() {
        Mode::Server(_) => {
            vec![told(&server.document.texts(field::SERVER_CIPHERS)).about("ciphers")]
        }
        Mode::Sites(_) if server.site_services.is_empty() => {
            vec![Judgement::unknown("no-document").about("ciphers")]
        }
        Mode::Sites(_) => {
            let sites = server.site_services.iter();
            let judged = sites.map(|site| {
                let judgement = told(&site.ciphers).about(&format!("ciphers {}", site.site));
                if site.applies == Hosting::Yes { judgement } else { not_surely_own(judgement) }
            });
            judged.collect()
        }
        // That a missing item means off is inferred: where it is wrong, other documents count.
        Mode::Assumed | Mode::Unknown(_) => {
            vec![Judgement::unknown("mode-unknown").about("ciphers")]
        }
    }
}

/// What a site says that may be another server's.
fn not_surely_own(judgement: Judgement) -> Judgement {
    let subject = judgement.subject.clone();
    Judgement::unknown("list-unclear").about(&subject).shown_by(judgement.evidence)
}

fn of_list(catalog: &Catalog, list: &Fact<Vec<String>>) -> Judgement {
    let judgement = match list {
        Fact::Known(found) => {
            let codes = found.value.iter().flat_map(|text| text.split([',', ';', ' ']));
            let codes: Vec<_> =
                codes.filter(|code| !code.trim().is_empty()).map(str::to_owned).collect();
            // An empty item holds one empty text.
            match codes.is_empty() {
                true => Judgement::unknown("no-list"),
                false => of_codes(catalog, &codes, found.confidence),
            }
        }
        Fact::Absent(_) => Judgement::unknown("no-list"),
        Fact::Unknown(Doubt::NotSupplied, _) => Judgement::unknown("no-document"),
        Fact::Unknown(..) => Judgement::unknown("list-unclear"),
    };
    judgement.shown_by(list.evidence())
}

fn of_codes(catalog: &Catalog, codes: &[String], sure: Confidence) -> Judgement {
    let sure = sure.and(Confidence::Medium);
    let unknown: Vec<_> = codes.iter().filter(|code| catalog.ciphers.get(code).is_none()).collect();
    let known: Vec<_> = codes.iter().filter_map(|code| catalog.ciphers.get(code)).collect();
    let names = |weak: &dyn Fn(Weakness) -> bool| {
        let found = known.iter().filter(|cipher| weak(cipher.weakness));
        found.map(|cipher| cipher.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let broken =
        names(&|weakness| !matches!(weakness, Weakness::None | Weakness::NoForwardSecrecy));
    let late = names(&|weakness| weakness == Weakness::NoForwardSecrecy);
    if !broken.is_empty() {
        return Judgement::fail("weak", sure).arg("ciphers", broken);
    }
    if !unknown.is_empty() {
        let codes: Vec<_> = unknown.iter().map(|code| code.as_str()).collect();
        return Judgement::unknown("unknown-code").arg("ciphers", codes.join(", "));
    }
    if !late.is_empty() {
        let judgement = Judgement::fail("no-forward-secrecy", sure).severity(Severity::Low);
        return judgement.arg("ciphers", late);
    }
    Judgement::pass("strong", sure).arg("count", known.len())
}

fn keys(server: &Server) -> Vec<Judgement> {
    let told: Vec<_> =
        WEAKENING.iter().filter_map(|&(key, outcome)| of_key(server, key, outcome)).collect();
    if !told.is_empty() {
        return told;
    }
    let facts = WEAKENING.map(|(key, _)| server.setting(key));
    let sure = facts.iter().map(|fact| match fact {
        Fact::Known(found) => Some(found.confidence),
        Fact::Absent(_) => Some(server.settings.absence()),
        Fact::Unknown(..) => None,
    });
    let judgement = match sure.collect::<Option<Vec<_>>>() {
        Some(sure) => {
            Judgement::pass("no-weakening-key", sure.into_iter().min().unwrap_or(Confidence::Low))
        }
        None => Judgement::unknown("keys-unclear").arg("key", WEAKENING[0].0),
    };
    vec![judgement.about("notes.ini").shown_by(facts.iter().flat_map(Fact::evidence))]
}

/// What is told where sessions may be renegotiated; nothing where that is not known.
fn renegotiation(server: &Server) -> Option<Judgement> {
    let fact = server.setting(RENEGOTIATE);
    let off = match &fact {
        Fact::Known(found) => found.value.trim_ascii() == "1",
        Fact::Absent(_) => false,
        Fact::Unknown(..) => return None,
    };
    let judgement = Judgement::info("renegotiation").about(RENEGOTIATE).arg("key", RENEGOTIATE);
    (!off).then(|| judgement.shown_by(fact.evidence()))
}

/// What is said of a key that is set, or may be; `None` where it surely is not set to 1.
fn of_key(server: &Server, key: &'static str, outcome: &'static str) -> Option<Judgement> {
    let fact = server.setting(key);
    let judgement = match &fact {
        Fact::Absent(_) | Fact::Unknown(Doubt::NotSupplied, _) => return None,
        Fact::Known(found) => match found.value.trim_ascii() {
            "" | "0" => return None,
            "1" => Judgement::fail(outcome, found.confidence.and(Confidence::Medium)),
            _ => Judgement::unknown("keys-unclear"),
        },
        Fact::Unknown(..) => Judgement::unknown("keys-unclear"),
    };
    Some(judgement.about(key).arg("key", key).shown_by(fact.evidence()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{dxl, ini, judge, log_of_domino, server, site, told};
    use super::*;

    const NEW: &str = "14.5.1, March 05, 2026";
    const OLD: &str = "9.0.1FP10, January 15, 2018";

    /// What is said of the ciphers, and of the keys.
    fn judged(release: &str, lines: &str, content: &[&str]) -> Vec<String> {
        let (ini, log, names) = (ini(lines), log_of_domino(release), dxl(content));
        let files =
            [("notes.ini", ini.as_str()), ("console.log", log.as_str()), ("names.dxl", &names)];
        let all = judge(&CHECK, &files);
        let others = all.iter().filter(|one| one.outcome != "renegotiation");
        others.map(|one| format!("{}: {}", one.subject, told(one))).collect()
    }

    #[test]
    fn renegotiation_is_told_where_it_is_not_refused() {
        let names = dxl(&[&list("C030")]);
        let is_told = |lines: &str| {
            let found = judge(&CHECK, &[("notes.ini", &*ini(lines)), ("names.dxl", &*names)]);
            found.iter().any(|one| one.outcome == "renegotiation")
        };
        assert!(is_told("") && is_told("SSL_DISABLE_RENEGOTIATE=0"));
        assert!(!is_told("SSL_DISABLE_RENEGOTIATE=1"));
        let without = judge(&CHECK, &[("names.dxl", &*names)]);
        assert!(without.iter().all(|one| one.outcome != "renegotiation"));
    }

    fn list(codes: &str) -> String {
        let codes = codes.replace(' ', "</text><text>");
        server(&[("LdISite", "0"), ("SSLCipherList", codes.as_str())])
    }

    #[test]
    fn the_list_of_the_document_that_counts_decides() {
        let cases = [
            ("C030 9F C02F 9E", "ciphers: pass strong medium"),
            ("C030 0A", "ciphers: fail weak medium"),
            ("C030 5", "ciphers: fail weak medium"),
            ("C030 9D", "ciphers: fail no-forward-secrecy medium"),
            ("C030 ABCD", "ciphers: unknown unknown-code low"),
            ("C030 ABCD 0005", "ciphers: fail weak medium"),
            ("{{ X }}", "ciphers: unknown unknown-code low"),
            ("", "ciphers: unknown no-list low"),
        ];
        for (codes, wanted) in cases {
            assert_eq!(judged(NEW, "", &[&list(codes)])[0], wanted, "{codes}");
        }
        let own = server(&[("LdISite", "1")]);
        let good = site(2, &[("SSLCipherList", "C030")]);
        assert_eq!(judged(NEW, "", &[&own, &good])[0], "ciphers Mail: pass strong medium");
        let empty = site(2, &[("SSLCipherList", "")]);
        assert_eq!(judged(NEW, "", &[&own, &empty])[0], "ciphers Mail: unknown no-list low");
        assert_eq!(judged(NEW, "", &[&own])[0], "ciphers: unknown no-document low");
        let maybe = site(2, &[("SSLCipherList", "C030"), ("WSHostingSrvrs", "Some Group")]);
        assert_eq!(judged(NEW, "", &[&own, &maybe])[0], "ciphers Mail: unknown list-unclear low");
        for odd in [server(&[("LdISite", "?")]), server(&[("SSLCipherList", "C030")])] {
            assert_eq!(judged(NEW, "", &[&odd])[0], "ciphers: unknown mode-unknown low");
        }
        assert_eq!(judged(NEW, "HTTPIHSEnabled=1", &[&own])[0], "ciphers: unknown ihs low");
    }

    #[test]
    fn what_a_scan_found_offered_decides() {
        let host = "mail.example.com";
        let own = |codes: &str| {
            let codes = codes.replace(' ', "</text><text>");
            let items = [("LdISite", "0"), ("SSLCipherList", &codes), ("SMTPFullHostDomain", host)];
            server(&items)
        };
        let tested = |time: &str, ids: &[&str]| {
            let ciphers = ids.iter().map(|id| {
                format!("{{\"id\":\"{id}\",\"severity\":\"OK\",\"finding\":\"offered\"}}")
            });
            let ciphers = ciphers.collect::<Vec<_>>().join(",");
            let versions = ["SSLv3", "TLS1", "TLS1_1"].map(|id| {
                format!("{{\"id\":\"{id}\",\"severity\":\"OK\",\"finding\":\"not offered\"}}")
            });
            format!(
                "{{\"Invocation\":\"x\",\"startTime\":\"{time}\",\"scanResult\":[{{\"targetHost\":\"{host}\",\"port\":\"443\",\"protocols\":[{},{{\"id\":\"TLS1_2\",\"severity\":\"OK\",\"finding\":\"offered\"}}],\"ciphers\":[{ciphers}]}}]}}",
                versions.join(",")
            )
        };
        let judged = |list: &str, time: &str, ids: &[&str]| {
            let (ini, log) = (ini(""), log_of_domino(NEW));
            let (names, scan) = (dxl(&[&own(list)]), tested(time, ids));
            let files = [
                ("notes.ini", ini.as_str()),
                ("console.log", log.as_str()),
                ("names.dxl", &names),
                ("scan.json", &scan),
            ];
            let first = judge(&CHECK, &files).remove(0);
            (format!("{}: {}", first.subject, told(&first)), first)
        };
        let dated = "1795424400";
        let at = |said: &str| format!("ciphers mail.example.com:443: {said}");
        let cases: [(&str, &str, &[&str], &str); 9] = [
            ("C030", dated, &["cipher-tls1_2_xc030"], "pass scan-strong high"),
            ("C030", "0", &["cipher-tls1_2_xc030"], "pass scan-strong medium"),
            ("C030", dated, &["cipher-tls1_2_xc030", "cipher-tls1_2_x0a"], "fail scan-weak high"),
            ("C030", dated, &["cipherlist_LOW"], "fail scan-weak high"),
            ("C030", dated, &["cipher-tls1_2_x9d"], "fail scan-no-forward-secrecy high"),
            ("C030", dated, &["cipher-tls1_2_xabcd"], "unknown scan-unknown-cipher low"),
            ("C030", dated, &["cipher-tls1_1_xc030"], "unknown scan-in-part low"),
            ("0A", dated, &["cipher-tls1_2_xc030"], "pass scan-strong-documents-bad medium"),
            ("0A", "0", &["cipher-tls1_2_xc030"], "unknown scan-not-newer low"),
        ];
        for (list, time, ids, wanted) in cases {
            assert_eq!(judged(list, time, ids).0, at(wanted), "{list} {time} {ids:?}");
        }
        let (_, both) = judged("C030", dated, &["cipher-tls1_2_x0a"]);
        let roles: Vec<_> = both.evidence.iter().map(|piece| piece.role).collect();
        assert_eq!(roles, [Role::Observed, Role::Conflict]);
        assert_eq!(judged("C030", dated, &[]).0, "ciphers: pass strong medium");
        let (_, low) = judged("C030", dated, &["cipherlist_LOW"]);
        assert_eq!(low.args["ciphers"], "LOW");
        let (_, known) = judged("C030", dated, &["cipher-tls1_2_x0a"]);
        assert_eq!(known.args["ciphers"], "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
        // Of several scans of one listener the worst decides, whichever comes first.
        let worst = |files: &[(&str, &[&str])]| {
            let (ini, log, names) = (ini(""), log_of_domino(NEW), dxl(&[&own("C030")]));
            let scans: Vec<_> = files.iter().map(|(time, ids)| tested(time, ids)).collect();
            let labels: Vec<_> = (0..scans.len()).map(|at| format!("scan{at}.json")).collect();
            let scans =
                labels.iter().zip(&scans).map(|(label, scan)| (label.as_str(), scan.as_str()));
            let own = [("notes.ini", ini.as_str()), ("console.log", &log), ("names.dxl", &names)];
            told(&judge(&CHECK, &own.into_iter().chain(scans).collect::<Vec<_>>())[0])
        };
        let good: (&str, &[&str]) = (dated, &["cipher-tls1_2_xc030"]);
        let undated: (&str, &[&str]) = ("0", &["cipher-tls1_2_xc030"]);
        let weak: (&str, &[&str]) = (dated, &["cipher-tls1_2_x0a"]);
        let late: (&str, &[&str]) = (dated, &["cipher-tls1_2_x9d"]);
        let strange: (&str, &[&str]) = (dated, &["cipher-tls1_2_xabcd"]);
        for (one, other, wanted) in [
            (good, weak, "fail scan-weak high"),
            (strange, weak, "fail scan-weak high"),
            (late, weak, "fail scan-weak high"),
            (good, strange, "unknown scan-unknown-cipher low"),
            (good, undated, "pass scan-strong medium"),
        ] {
            assert_eq!(worst(&[one, other]), wanted);
            assert_eq!(worst(&[other, one]), wanted);
        }
    }

    #[test]
    fn an_older_release_takes_them_from_notes_ini() {
        let strong = [list("C030")];
        let strong: Vec<_> = strong.iter().map(String::as_str).collect();
        let cases = [
            ("SSLCipherSpec=C030009F", "ciphers: pass strong medium"),
            ("SSLCipherSpec=C030000A", "ciphers: fail weak medium"),
            ("SSLCipherSpec=2F3505", "ciphers: fail weak medium"),
            ("SSLCipherSpec=2F350", "ciphers: unknown list-unclear low"),
            ("SSLCipherSpec=xyz", "ciphers: unknown list-unclear low"),
            ("SSLCipherSpec=wxyz", "ciphers: unknown list-unclear low"),
            ("", "ciphers: unknown no-list low"),
        ];
        for (lines, wanted) in cases {
            assert_eq!(judged(OLD, lines, &strong)[0], wanted, "{lines}");
        }
        let spec = judged(NEW, "SSLCipherSpec=C030", &strong);
        assert_eq!(spec[0], "ciphers: unknown spec-too low");
        let names = dxl(&strong);
        let found = judge(&CHECK, &[("notes.ini", &ini("")), ("names.dxl", &names)]);
        assert_eq!(told(&found[0]), "unknown release-unknown low");
    }

    #[test]
    fn keys_that_weaken_tls() {
        let cases: [(&str, &[&str]); 5] = [
            ("", &["notes.ini: pass no-weakening-key high"]),
            (
                "SSL_ENABLE_INSECURE_SSLV2_HELLO=1",
                &["SSL_ENABLE_INSECURE_SSLV2_HELLO: fail sslv2-hello medium"],
            ),
            ("SSL_ENABLE_TLS_10=1", &["SSL_ENABLE_TLS_10: fail tls10-enabled medium"]),
            ("SSL_ENABLE_TLS_10=yes", &["SSL_ENABLE_TLS_10: unknown keys-unclear low"]),
            ("SSL_ENABLE_TLS_10=0", &["notes.ini: pass no-weakening-key high"]),
        ];
        for (lines, wanted) in cases {
            assert_eq!(judged(NEW, lines, &[&list("C030")])[1..], *wanted, "{lines}");
        }
        let names = dxl(&[&list("C030")]);
        let found = judge(&CHECK, &[("names.dxl", &names)]);
        assert_eq!(told(&found[1]), "unknown keys-unclear low");
    }
}
