//! `sslv3`: the https listener offers no SSLv3 (POODLE). Secure Mail refuses it; devices meet the
//! listener of Domino or of what stands in front of it, never Traveler itself.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `gone` | pass | Domino 12.0 and later have no SSLv3 |
//! | `disabled` | pass | `DISABLE_SSLV3=1` on a level that has TLS |
//! | `only`, `on` | fail | the level has nothing else; or `DISABLE_SSLV3=1` is not set |
//! | `key-before-tls`, `level-unclear` | unknown | the key is set, and the level has no TLS, or that can't be told |
//! | `key-unclear` | unknown | the key can't be told, has an odd value, or a Configuration document sets another |
//! | `release-unclear`, `no-release` | unknown | a beta; or nothing decides which Domino it is |
//! | `ihs`, `ihs-unclear` | unknown | IBM HTTP Server stands in front, or may |
//! | `scan-good`, `scan-good-documents-bad` | pass | a scan of the listener met no SSLv3 |
//! | `scan-not-newer` | unknown | the same, the documents say otherwise, and the scan tells no time or an earlier one |
//! | `scan-bad`, `scan-bad-documents-good` | fail | it met SSLv3 |
//! | `scans-disagree`, `scan-other-host` | unknown | scans differ and have no order; or are of a name that is not the server's |

use super::tls::{self, Question, SCANNED};
use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::domino::tls::Offer;
use crate::evidence::TlsVersion;
use crate::inventory::Server;

pub(super) const CHECK: Check = Check {
    id: "sslv3",
    judge,
    outcomes: &[
        "gone",
        "disabled",
        "only",
        "on",
        "key-before-tls",
        "level-unclear",
        "key-unclear",
        "release-unclear",
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
    tls::judge(server, catalog, Question { version: TlsVersion::Ssl3, wanted: Offer::No })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{
        document, dxl, ini, judge, judge_domino, log_of_domino, scan, server, told,
    };
    use super::*;

    fn outcomes(release: &str, keys: &str, more: &[(&str, &str)]) -> Vec<String> {
        let (ini, log) = (ini(keys), log_of_domino(release));
        let own = [("notes.ini", ini.as_str()), ("console.log", log.as_str())];
        let judgements = judge(&CHECK, &[&own, more].concat());
        judgements.iter().map(|it| format!("{}{}", it.subject, told(it))).collect()
    }

    #[test]
    fn release_and_key_decide() {
        let cases = [
            ("14.5.1, March 05, 2026", "", "pass gone high"),
            ("9.0.1FP10, January 15, 2018", "DISABLE_SSLV3=1", "pass disabled high"),
            ("9.0.1FP10, January 15, 2018", "", "fail on high"),
            ("9.0.1FP2, August 14, 2014", "", "fail only high"),
            ("9.0.1FP2, August 14, 2014", "DISABLE_SSLV3=1", "unknown key-before-tls low"),
            ("9.0.1FP10", "DISABLE_SSLV3=1\nDISABLE_SSLV3=0", "unknown key-unclear low"),
            ("9.0.1FP10", "DISABLE_SSLV3=1\nHTTPIHSEnabled=1", "unknown ihs low"),
            ("14.5.1, March 05, 2026", "HTTPIHSEnabled=1", "unknown ihs low"),
            (
                "14.5.1, March 05, 2026",
                "HTTPIHSEnabled=1\nHTTPIHSEnabled=0",
                "unknown ihs-unclear low",
            ),
            // A look-alike is no such key.
            ("9.0.1FP10, January 15, 2018", "DisableSSLv3=1", "fail on high"),
        ];
        for (release, keys, wanted) in cases {
            assert_eq!(outcomes(release, keys, &[]), [wanted], "{release} {keys}");
        }
    }

    #[test]
    fn without_release_or_settings_nothing_passes() {
        let ini = ini("DISABLE_SSLV3=1");
        assert_eq!(told(&judge(&CHECK, &[("notes.ini", &ini)])[0]), "unknown no-release low");
        let log = log_of_domino("9.0.1FP10, January 15, 2018");
        assert_eq!(told(&judge(&CHECK, &[("console.log", &log)])[0]), "unknown key-unclear low");
        let part = "ServerName=Trav01/Acme\nDISABLE_SSLV3=1\n";
        let files = [("notes.ini", part), ("console.log", log.as_str())];
        assert_eq!(told(&judge(&CHECK, &files)[0]), "unknown ihs-unclear low");
    }

    #[test]
    fn a_configuration_document_that_says_otherwise_leaves_it_open() {
        let items = [("Type", "ServerConfig"), ("ServerName", "*"), ("Params", "DISABLE_SSLV3=0")];
        let names = dxl(&[&server(&[]), &document("ServerConfig", 7, None, &items)]);
        let found = outcomes("9.0.1FP10", "DISABLE_SSLV3=1", &[("names.dxl", &names)]);
        assert_eq!(found, ["unknown key-unclear low"]);
    }

    #[test]
    fn a_scan_decides() {
        let old = "9.0.1FP10, January 15, 2018";
        let names = dxl(&[&server(&[
            ("HTTP_HostName", "mail.example.com"),
            ("SMTPFullHostDomain", "mail.example.com"),
        ])]);
        let names = ("names.dxl", names.as_str());
        let good =
            scan("mail.example.com", "443", &[("SSLv3", "not offered"), ("TLS1_2", "offered")]);
        let bad = scan("mail.example.com", "443", &[("SSLv3", "offered")]);
        let mute =
            scan("mail.example.com", "443", &[("SSLv3", "not tested"), ("TLS1_2", "offered")]);
        let other =
            scan("www.example.net", "443", &[("SSLv3", "not offered"), ("TLS1_2", "offered")]);
        let smtp = scan("mail.example.com", "25", &[("SSLv3", "offered")]);
        let host = "mail.example.com:443";
        let cases = [
            ("", &good, vec![format!("{host}unknown scan-not-newer low")]),
            ("DISABLE_SSLV3=1", &good, vec![format!("{host}pass scan-good medium")]),
            ("DISABLE_SSLV3=1", &bad, vec![format!("{host}fail scan-bad-documents-good medium")]),
            ("HTTPIHSEnabled=1", &bad, vec![format!("{host}fail scan-bad medium")]),
            ("", &mute, vec!["fail on high".to_owned()]),
            (
                "",
                &other,
                vec![
                    "fail on high".to_owned(),
                    "www.example.net:443unknown scan-other-host low".to_owned(),
                ],
            ),
            ("DISABLE_SSLV3=1", &smtp, vec!["pass disabled high".to_owned()]),
        ];
        for (keys, scan, wanted) in cases {
            let found = outcomes(old, keys, &[names, ("scan.json", scan)]);
            assert_eq!(found, wanted, "{keys} {scan}");
        }
        let both = [names, ("a.json", good.as_str()), ("b.json", bad.as_str())];
        assert_eq!(outcomes(old, "", &both), [format!("{host}unknown scans-disagree low")]);
    }

    #[test]
    fn a_scan_from_long_ago_only_stands_beside() {
        let dated = |seconds: u32| {
            let scan =
                scan("mail.example.com", "443", &[("SSLv3", "not offered"), ("TLS1_2", "offered")]);
            let protocols = scan.replace("\"ip\":\"mail.example.com/\",\"port\":\"443\",", "");
            format!(
                "{{\"Invocation\":\"x\",\"startTime\":\"{seconds}\",\"scanResult\":[{{\"targetHost\":\"mail.example.com\",\"port\":\"443\",\"protocols\":{protocols}}}]}}"
            )
        };
        // 2026-11-24, the day of the log, the day before, and 2024-01-01; without a directory nothing
        // tells the names of the server.
        for (seconds, wanted) in [
            (1_795_510_800, "mail.example.com:443pass scan-good-documents-bad medium"),
            (1_795_424_400, "mail.example.com:443unknown scan-not-newer low"),
            (1_704_067_200, "fail on high"),
        ] {
            let found = outcomes("9.0.1FP10", "", &[("scan.json", &dated(seconds))]);
            assert_eq!(found, [wanted], "{seconds}");
        }
    }

    #[test]
    fn each_address_of_a_name_must_be_good() {
        let scan = |address: &str, seconds: u32, ssl_3: &str| {
            format!(
                "{{\"Invocation\":\"x\",\"startTime\":\"{seconds}\",\"scanResult\":[{{\"targetHost\":\"mail.example.com\",\"ip\":\"{address}\",\"port\":\"443\",\"protocols\":[{{\"id\":\"SSLv3\",\"severity\":\"OK\",\"finding\":\"{ssl_3}\"}},{{\"id\":\"TLS1_2\",\"severity\":\"OK\",\"finding\":\"offered\"}}]}}]}}"
            )
        };
        let (old, new) = (1_795_510_800, 1_795_510_900);
        let (bad, good) = ("offered", "not offered");
        let cases = [
            // Of one address the newer scan counts.
            ("192.0.2.10", old, "pass scan-good medium"),
            ("192.0.2.11", old, "fail scan-bad-documents-good medium"),
            ("192.0.2.11", new, "fail scan-bad-documents-good medium"),
            ("192.0.2.10", new, "unknown scans-disagree low"),
        ];
        for (address, time, wanted) in cases {
            let (one, two) = (scan("192.0.2.10", new, good), scan(address, time, bad));
            let scans = [("a.json", one.as_str()), ("b.json", two.as_str())];
            let found = outcomes("14.5.1, March 05, 2026", "", &scans);
            assert_eq!(found, [format!("mail.example.com:443{wanted}")], "{address} {time}");
        }
    }

    #[test]
    fn a_release_that_is_stated_is_no_better_than_the_log() {
        let stated = |release: &str, log: &str| {
            let (ini, log) = (ini(""), log_of_domino(log));
            let files = [("notes.ini", ini.as_str()), ("console.log", log.as_str())];
            told(&judge_domino(&CHECK, &files, release)[0])
        };
        let old = "9.0.1FP2, August 14, 2014";
        assert_eq!(stated("14.5.1", old), "unknown no-release low");
        assert_eq!(stated("14.5.1", "12.0.2, November 03, 2022"), "pass gone medium");
        assert_eq!(stated("9.0.1FP2", old), "fail only medium");
    }
}
