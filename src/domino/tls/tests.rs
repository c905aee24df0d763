use super::*;
use crate::catalog::Catalog;
use crate::domino::release;
use crate::evidence::{Doubt, Evidence, Found, InputPath, Location, Role};

fn known(value: &str) -> Fact<String> {
    Fact::Known(Found {
        value: value.to_owned(),
        raw: value.to_owned(),
        location: Location::input(&InputPath::named("notes.ini")),
        confidence: Confidence::High,
        named_by: None,
    })
}

fn absent() -> Fact<String> {
    let place = Location::input(&InputPath::named("notes.ini"));
    Fact::Absent(Evidence::new(Role::Absent, place, None))
}

/// `KEY=value` texts as facts; a key that is not named is missing, `?` is not known.
fn told(asked: TlsVersion, text: &str, keys: &str) -> String {
    let catalog = Catalog::built_in().unwrap();
    let release = release::read(text);
    let fact = |key: &str| {
        let own = keys.split(' ').filter_map(|pair| pair.split_once('='));
        match own.into_iter().find(|(name, _)| *name == key) {
            Some((_, "?")) => Fact::Unknown(Doubt::NotSupplied, Vec::new()),
            Some((_, value)) => known(value),
            None => absent(),
        }
    };
    let listener = Listener {
        release: release.as_ref().map(|release| (release, Confidence::High)),
        disable_ssl_3: fact(DISABLE_SSLV3),
        disable_tls_10: fact(DISABLE_TLS_10),
        enable_tls_10: fact(ENABLE_TLS_10),
        disable_tls_12: fact(DISABLE_TLS_12),
        ihs: fact(IHS),
        absence: Confidence::High,
    };
    let found = standing(asked, &listener, &catalog.releases);
    format!("{:?} {} {}", found.offer, found.reason, found.confidence.word())
}

#[test]
fn sslv3_goes_with_release_12_or_with_its_key() {
    let cases = [
        ("12.0", "", "No gone high"),
        ("14.5.1FP1", "DISABLE_SSLV3=?", "No gone high"),
        ("12.0 BETA1", "", "Unknown release-unclear low"),
        ("11.0.1FP2", "", "Yes on medium"),
        ("11.0.1FP2", "DISABLE_SSLV3=0", "Yes on medium"),
        ("9.0.1FP10", "", "Yes on high"),
        ("11.0.1FP2", "DISABLE_SSLV3=1", "No disabled high"),
        ("9.0.1FP10", "DISABLE_SSLV3=1", "No disabled high"),
        ("9.0.1FP10", "DISABLE_SSLV3=yes", "Unknown key-unclear low"),
        ("9.0.1FP10", "DISABLE_SSLV3=?", "Unknown key-unclear low"),
        ("9.0.1FP2 IF1", "DISABLE_SSLV3=1", "No disabled medium"),
        ("9.0.1FP2 IF1", "", "Yes on high"),
        ("9.0.1FP2", "", "Yes only high"),
        ("9.0.1FP2", "DISABLE_SSLV3=1", "Unknown key-before-tls low"),
        ("8.5.3FP6", "", "Yes only high"),
        ("8.5.3FP5", "", "Yes only high"),
        ("8.0.2", "", "Yes only high"),
        // The number of this interim fix is not confirmed.
        ("8.5.3FP6 IF5", "DISABLE_SSLV3=1", "Unknown level-unclear low"),
        ("8.5.3FP6 IF5", "", "Yes on high"),
        ("9.0.1FP2 HF384, December 12, 2014", "DISABLE_SSLV3=1", "No disabled medium"),
        ("9.0.1FP2 HF384, September 12, 2014", "DISABLE_SSLV3=1", "Unknown key-before-tls low"),
        ("9.0.1FP2 HF384", "DISABLE_SSLV3=1", "Unknown level-unclear low"),
        ("no release", "DISABLE_SSLV3=1", "Unknown no-release low"),
    ];
    for (text, keys, wanted) in cases {
        assert_eq!(told(TlsVersion::Ssl3, text, keys), wanted, "{text} {keys}");
    }
}

#[test]
fn tls_1_2_comes_with_the_second_interim_fix_of_fix_pack_3() {
    let cases = [
        ("9.0.1FP3 IF2", "", "Yes level-reached high"),
        ("9.0.1FP3 IF1", "", "No level-too-old high"),
        ("9.0.1FP3", "", "No level-too-old high"),
        // Hotfixes are another counter.
        ("9.0.1FP3 HF500", "", "Unknown level-unclear low"),
        ("9.0.1FP3 HF500, June 1, 2016", "", "Yes level-reached medium"),
        ("9.0.1FP4", "", "Yes level-reached high"),
        ("9.0.1FP2 HF384", "", "No level-too-old high"),
        ("9.0", "", "No level-too-old high"),
        ("8.5.3FP6 HF1000, May 1, 2016", "", "No level-too-old high"),
        ("10.0", "", "Yes level-reached high"),
        ("14.5.1", "SSL_DISABLE_TLS_12=1", "Unknown key-undocumented low"),
        ("14.5.1", "SSL_DISABLE_TLS_12=0", "Yes level-reached high"),
        ("14.5.1", "SSL_DISABLE_TLS_12=?", "Yes level-reached high"),
        ("10.0 BETA2", "", "Unknown level-unclear low"),
    ];
    for (text, keys, wanted) in cases {
        assert_eq!(told(TlsVersion::Tls12, text, keys), wanted, "{text} {keys}");
    }
}

#[test]
fn tls_1_0_is_on_until_release_12() {
    let cases = [
        ("9.0.1FP2", "", "No level-too-old high"),
        // It came with interim fix 4 of fix pack 6 or near it: that number is not confirmed.
        ("8.5.3FP5 IF1", "", "No level-too-old high"),
        ("8.5.3FP6", "", "No level-too-old high"),
        ("8.5.3FP6 IF3", "", "Unknown level-unclear low"),
        ("8.5.3FP6 HF100, October 31, 2014", "", "No level-too-old medium"),
        ("8.5.3FP6 HF100, November 1, 2014", "", "Unknown level-unclear low"),
        ("8.5.3FP6 HF100, November 30, 2014", "", "Unknown level-unclear low"),
        ("8.5.3FP6 HF100, December 1, 2014", "", "Yes on medium"),
        ("8.5.3FP7", "", "Yes on medium"),
        ("9.0.1FP3", "", "Yes on medium"),
        ("9.0.1FP3", "SSL_DISABLE_TLS_10=1", "Unknown key-unclear low"),
        ("9.0.1FP10", "SSL_DISABLE_TLS_10=1", "No disabled high"),
        ("11.0.1", "", "Yes on high"),
        ("12.0", "", "No off high"),
        ("12.0", "SSL_ENABLE_TLS_10=1", "Yes on medium"),
        ("12.0", "SSL_ENABLE_TLS_10=?", "Unknown key-unclear low"),
    ];
    for (text, keys, wanted) in cases {
        assert_eq!(told(TlsVersion::Tls10, text, keys), wanted, "{text} {keys}");
    }
    for version in [TlsVersion::Ssl2, TlsVersion::Tls11, TlsVersion::Tls13] {
        assert_eq!(told(version, "14.5.1", ""), "Unknown not-documented low");
    }
}

#[test]
fn what_stands_in_front_leaves_domino_without_a_say() {
    let cases = [
        (TlsVersion::Tls12, "9.0.1FP2", "HTTPIHSEnabled=1", "Unknown ihs low"),
        (TlsVersion::Ssl3, "9.0.1FP2", "HTTPIHSEnabled=1", "Unknown ihs low"),
        // Not known whether it does: nothing good can be said, and nothing bad for sure.
        (TlsVersion::Tls12, "9.0.1FP10", "HTTPIHSEnabled=?", "Unknown ihs-unclear low"),
        (TlsVersion::Tls12, "9.0.1FP2", "HTTPIHSEnabled=?", "No level-too-old medium"),
        (TlsVersion::Ssl3, "9.0.1FP2", "HTTPIHSEnabled=?", "Yes only medium"),
        (TlsVersion::Tls12, "14.5.1", "HTTPIHSEnabled=?", "Yes level-reached high"),
        (TlsVersion::Tls12, "9.0.1FP10", "HTTPIHSEnabled=0", "Yes level-reached high"),
    ];
    for (asked, text, keys, wanted) in cases {
        assert_eq!(told(asked, text, keys), wanted, "{text} {keys}");
    }
}
