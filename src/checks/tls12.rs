//! `tls12`: the https listener offers TLS 1.2. Which versions Domino offers is a matter of its own
//! release, not of Traveler's.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `level-reached` | pass | Domino 9.0.1 FP3 IF2 or later |
//! | `level-too-old` | fail | an earlier level |
//! | `level-unclear` | unknown | a hotfix of 9.0.1 FP3 whose number tells no interim fix; or a beta |
//! | `key-undocumented` | unknown | `SSL_DISABLE_TLS_12` is set, of which no document was found |
//! | `no-release` | unknown | nothing decides which Domino it is |
//! | `ihs`, `ihs-unclear` | unknown | IBM HTTP Server stands in front, or may |
//! | `scan-good`, `scan-good-documents-bad` | pass | a scan of the listener met TLS 1.2 |
//! | `scan-not-newer` | unknown | the same, the documents say otherwise, and the scan tells no time or an earlier one |
//! | `scan-bad`, `scan-bad-documents-good` | fail | it met none |
//! | `scans-disagree`, `scan-other-host` | unknown | scans differ and have no order; or are of a name that is not the server's |

use super::tls::{self, Question, SCANNED};
use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::domino::tls::Offer;
use crate::evidence::TlsVersion;
use crate::inventory::Server;

pub(super) const CHECK: Check = Check {
    id: "tls12",
    judge,
    outcomes: &[
        "level-reached",
        "level-too-old",
        "level-unclear",
        "key-undocumented",
        "no-release",
        "ihs",
        "ihs-unclear",
        SCANNED[0],
        SCANNED[1],
        SCANNED[2],
        SCANNED[3],
        SCANNED[4],
        SCANNED[5],
        SCANNED[6],
    ],
};

fn judge(server: &Server, catalog: &Catalog) -> Vec<Judgement> {
    tls::judge(server, catalog, Question { version: TlsVersion::Tls12, wanted: Offer::Yes })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ini, judge, log_of_domino, scan, told};
    use super::*;
    use crate::evidence::Role;

    fn outcome(release: &str, keys: &str, scan: Option<&str>) -> String {
        let (ini, log) = (ini(keys), log_of_domino(release));
        let own = [("notes.ini", ini.as_str()), ("console.log", log.as_str())];
        let files: Vec<_> = own.into_iter().chain(scan.map(|text| ("scan.json", text))).collect();
        told(&judge(&CHECK, &files)[0])
    }

    #[test]
    fn the_level_decides() {
        let cases = [
            ("14.5.1, March 05, 2026", "", "pass level-reached high"),
            ("9.0.1FP10 HF265, July 25, 2018", "", "pass level-reached high"),
            ("9.0.1FP2, August 14, 2014", "", "fail level-too-old high"),
            ("9.0.1FP3 HF12", "", "unknown level-unclear low"),
            ("9.0.1FP10", "HTTPIHSEnabled=1", "unknown ihs low"),
            ("9.0.1FP10", "SSL_DISABLE_TLS_12=1", "unknown key-undocumented low"),
        ];
        for (release, keys, wanted) in cases {
            assert_eq!(outcome(release, keys, None), wanted, "{release} {keys}");
        }
        assert_eq!(told(&judge(&CHECK, &[("notes.ini", &ini(""))])[0]), "unknown no-release low");
    }

    #[test]
    fn what_is_offered_and_what_shows_it_are_told() {
        let of = |release: &str, scan: &str| {
            let names =
                super::super::testing::server(&[("SMTPFullHostDomain", "mail.example.com")]);
            let names = super::super::testing::dxl(&[&names]);
            let (ini, log) = (ini(""), log_of_domino(release));
            let files = [
                ("notes.ini", ini.as_str()),
                ("console.log", &log),
                ("names.dxl", &names),
                ("scan.json", scan),
            ];
            judge(&CHECK, &files)
        };
        let (new, old) = ("14.5.1, March 05, 2026", "9.0.1FP2, August 14, 2014");
        let roles = |found: &Judgement| {
            let of_release = |piece: &&crate::evidence::Evidence| {
                piece.location.path.to_string().ends_with("console.log")
            };
            found.evidence.iter().filter(of_release).map(|piece| piece.role).collect::<Vec<_>>()
        };
        let host = "mail.example.com";
        let bad = scan(host, "443", &[("SSLv3", "offered"), ("TLS1_2", "not offered")]);
        let good = scan(host, "443", &[("SSLv3", "not offered"), ("TLS1_2", "offered")]);
        let found = of(new, &bad).remove(0);
        assert_eq!((found.outcome, &*found.args["offered"]), ("scan-bad-documents-good", "SSLv3"));
        assert_eq!(roles(&found), [Role::Conflict]);
        let found = of(new, &good).remove(0);
        assert_eq!((found.outcome, &*found.args["offered"]), ("scan-good", "TLS 1.2"));
        assert_eq!(roles(&found), [Role::Context]);
        assert_eq!(roles(&of(old, &bad)[0]), [Role::Context]);
        assert_eq!(roles(&of(old, &good)[0]), [Role::Conflict]);
        // A scan that tells nothing of it is shown beside what the release tells.
        let silent = scan(host, "443", &[("SSLv3", "not offered")]);
        let found = of(new, &silent).remove(0);
        assert_eq!((found.outcome, &*found.args["offered"]), ("level-reached", "TLS 1.2"));
        let shown = |piece: &crate::evidence::Evidence| {
            piece.location.path.to_string().ends_with("scan.json")
        };
        assert!(found.evidence.iter().any(shown));
        let strange = of(new, &scan("www.example.net", "443", &[("TLS1_2", "offered")]));
        let other = strange.iter().find(|one| one.outcome == "scan-other-host").unwrap();
        assert_eq!(other.args["names"], "mail.example.com");
    }

    #[test]
    fn a_scan_decides() {
        let good = scan("mail.example.com", "443", &[("TLS1_2", "offered")]);
        let bad =
            scan("mail.example.com", "443", &[("SSLv3", "offered"), ("TLS1_2", "not offered")]);
        let cases = [
            ("9.0.1FP2, August 14, 2014", &good, "unknown scan-not-newer low"),
            ("14.5.1, March 05, 2026", &good, "pass scan-good medium"),
            ("14.5.1, March 05, 2026", &bad, "fail scan-bad-documents-good medium"),
            ("9.0.1FP2, August 14, 2014", &bad, "fail scan-bad medium"),
        ];
        for (release, scan, wanted) in cases {
            assert_eq!(outcome(release, "", Some(scan)), wanted, "{release} {scan}");
        }
    }
}
