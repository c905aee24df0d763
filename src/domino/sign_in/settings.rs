//! Settings of notes.ini that decide before any document does.
//!
//! Sources: "Enabling SNI", Domino help 12.0.0 (from 11.0.1, `ENABLE_SNI=1`); "Configuring the Domino
//! HTTP server to start IBM HTTP Server", Domino help 10.0.1 (`HTTPIHSEnabled`). `HTTPPublicURLs` was
//! seen in samples of HCL; that its URLs need no sign-in is concluded from its name.

use super::HttpTask;
use super::pattern::{Cover, covers};
use super::way::{End, Way};
use crate::domino::release;
use crate::evidence::{Evidence, Fact, Role};
use std::cmp::Ordering;

/// The first release that can choose a site by the host name of the TLS handshake.
const SNI_FROM: &str = "11.0.1";

/// IBM HTTP Server in front takes the requests: its own files decide, and the paths may be others.
pub(super) fn front(task: &HttpTask<'_>, way: &mut Way<'_>) -> Result<(), End> {
    match &task.ihs {
        Fact::Known(found) if is_off(&found.value) => {}
        Fact::Known(found) => {
            let evidence = found.evidence(Role::Observed);
            way.step("ihs", [], [evidence.clone()]);
            return Err(End::unknown("ihs-in-front", vec![evidence]));
        }
        Fact::Absent(_) => {}
        Fact::Unknown(_, evidence) => way.reserve("settings-unknown", evidence.clone()),
    }
    Ok(())
}

/// A path that is public may be answered without any sign-in.
pub(super) fn public(task: &HttpTask<'_>, path: &str, way: &mut Way<'_>) -> Result<(), End> {
    match &task.public_urls {
        Fact::Known(found) => {
            let mut patterns =
                found.value.split(':').filter(|pattern| !pattern.trim_ascii().is_empty());
            if patterns.any(|pattern| may_be_public(pattern, path)) {
                let evidence = found.evidence(Role::Observed);
                way.step("public-url", [("path", path)], [evidence.clone()]);
                return Err(End::unknown("public-url", vec![evidence]));
            }
        }
        Fact::Absent(_) => {}
        Fact::Unknown(_, evidence) => way.reserve("settings-unknown", evidence.clone()),
    }
    Ok(())
}

/// Whether a public URL may be this path. That one without `*` stands for what is below it, as in rules,
/// is documented nowhere: it may be the path itself as well.
fn may_be_public(pattern: &str, path: &str) -> bool {
    let bare = |text: &str| text.trim_ascii().trim_end_matches('/').to_ascii_lowercase();
    !matches!(covers(pattern, path), Cover::No(_)) || bare(pattern) == bare(path)
}

/// Whether a site is chosen by the host name of the TLS handshake.
pub(super) enum Sni {
    On,
    Off,
    /// It is not known, for this reason.
    Unknown(&'static str, Vec<Evidence>),
}

pub(super) fn sni(task: &HttpTask<'_>, way: &mut Way<'_>) -> Sni {
    let found = match &task.sni {
        Fact::Known(found) if is_off(&found.value) => return sni_off(way, &task.sni),
        Fact::Known(found) => found,
        Fact::Absent(_) => return sni_off(way, &task.sni),
        Fact::Unknown(_, evidence) => return Sni::Unknown("sni-unknown", evidence.clone()),
    };
    let evidence = vec![found.evidence(Role::Context)];
    if found.value.trim_ascii() != "1" {
        return Sni::Unknown("sni-unknown", evidence);
    }
    let first = release::read(SNI_FROM);
    let order = task.release.zip(first.as_ref()).and_then(|((own, sure), first)| {
        way.limit(found.confidence.and(sure));
        own.compare(first)
    });
    match order {
        Some(Ordering::Less) => {
            way.step("sni-too-old", [("from", SNI_FROM)], evidence);
            Sni::Off
        }
        Some(_) => {
            way.step("sni-on", [], evidence);
            Sni::On
        }
        None => Sni::Unknown("release-unknown", evidence),
    }
}

fn sni_off(way: &mut Way<'_>, setting: &Fact<String>) -> Sni {
    way.step("sni-off", [], setting.evidence());
    Sni::Off
}

fn is_off(value: &str) -> bool {
    matches!(value.trim_ascii(), "" | "0")
}
