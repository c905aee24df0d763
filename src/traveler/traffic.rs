//! What the requests of an access log say of the clients in use.
//!
//! ActiveSync clients call `…/Microsoft-Server-ActiveSync`; Traveler's own clients (SyncML) post to
//! `/traveler` or `/servlet/traveler` itself. The latter is inferred from the URLs of the Traveler
//! documentation, not stated there.

use crate::evidence::Location;

/// A request, as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'r> {
    /// Method, such as `POST`.
    pub method: &'r str,
    /// Path without host and query.
    pub path: &'r str,
    /// Whether the server knew the user.
    pub authenticated: bool,
    /// Status code.
    pub status: u16,
    /// Where it stands.
    pub location: &'r Location,
}

/// How often something was seen, and where the latest stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// How often.
    pub count: u64,
    /// Where it stands last in its input.
    pub last: Option<Location>,
}

impl Seen {
    fn add(&mut self, location: &Location) {
        self.count += 1;
        self.last = Some(location.clone());
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        if other.last.is_some() {
            self.last.clone_from(&other.last);
        }
    }
}

/// All requests of a server, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Requests of any kind.
    pub requests: u64,
    /// ActiveSync with a known user and a 2xx status.
    pub activesync: Seen,
    /// ActiveSync refused: 403.
    pub refused: Seen,
    /// ActiveSync with any other result (401 without user is how every sign-in begins).
    pub undecided: Seen,
    /// ActiveSync at the bare path, without `/traveler` or `/servlet/traveler` in front.
    pub bare_path: Seen,
    /// Traveler's own clients with a known user and a 2xx status.
    pub syncml: Seen,
}

const ACTIVESYNC: &str = "/microsoft-server-activesync";

impl Traffic {
    /// Counts one request.
    pub fn add(&mut self, visit: Visit<'_>) {
        self.requests += 1;
        let path = visit.path.to_ascii_lowercase();
        let path = path.trim_end_matches('/');
        let served = visit.authenticated && (200..300).contains(&visit.status);
        match path.strip_suffix(ACTIVESYNC) {
            Some("" | "/traveler" | "/servlet/traveler") => {
                // ActiveSync is POST and OPTIONS; a browser that asks with GET shows nothing.
                let spoken =
                    ["POST", "OPTIONS"].iter().any(|own| own.eq_ignore_ascii_case(visit.method));
                let seen = match visit.status {
                    _ if served && spoken => &mut self.activesync,
                    403 => &mut self.refused,
                    _ => &mut self.undecided,
                };
                seen.add(visit.location);
                if path == ACTIVESYNC {
                    self.bare_path.add(visit.location);
                }
            }
            _ if served && is_syncml(visit.method, path) => self.syncml.add(visit.location),
            _ => {}
        }
    }

    /// Adds what another log of the same server says.
    pub fn merge(&mut self, other: &Self) {
        self.requests += other.requests;
        self.activesync.merge(&other.activesync);
        self.refused.merge(&other.refused);
        self.undecided.merge(&other.undecided);
        self.bare_path.merge(&other.bare_path);
        self.syncml.merge(&other.syncml);
    }

    /// Whether every ActiveSync client seen uses a full path.
    #[must_use]
    pub fn only_full_paths(&self) -> bool {
        self.activesync.count > 0 && self.bare_path.count == 0
    }
}

fn is_syncml(method: &str, path: &str) -> bool {
    method.eq_ignore_ascii_case("POST") && matches!(path, "/traveler" | "/servlet/traveler")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::InputPath;

    fn traffic(visits: &[(&str, &str, bool, u16)]) -> Traffic {
        let location = Location::line(&InputPath::named("access.log"), 1);
        let mut traffic = Traffic::default();
        for (method, path, authenticated, status) in visits {
            let (authenticated, status) = (*authenticated, *status);
            traffic.add(Visit { method, path, authenticated, status, location: &location });
        }
        traffic
    }

    #[test]
    fn each_request_is_counted_once_for_what_it_shows() {
        let eas = "/traveler/Microsoft-Server-ActiveSync";
        let counts = |visit| {
            let t = traffic(&[visit]);
            [
                t.activesync.count,
                t.refused.count,
                t.undecided.count,
                t.bare_path.count,
                t.syncml.count,
            ]
        };
        let cases = [
            (("POST", eas, true, 200), [1, 0, 0, 0, 0]),
            (("OPTIONS", eas, true, 204), [1, 0, 0, 0, 0]),
            (("POST", "/servlet/traveler/Microsoft-Server-ActiveSync", true, 200), [1, 0, 0, 0, 0]),
            (("POST", "/Microsoft-Server-ActiveSync", true, 200), [1, 0, 0, 1, 0]),
            (("POST", "/microsoft-server-activesync/", true, 200), [1, 0, 0, 1, 0]),
            (("POST", eas, false, 401), [0, 0, 1, 0, 0]),
            (("GET", eas, true, 200), [0, 0, 1, 0, 0]),
            // A login form comes with 200 and without a user.
            (("POST", eas, false, 200), [0, 0, 1, 0, 0]),
            (("POST", eas, true, 403), [0, 1, 0, 0, 0]),
            (("POST", eas, true, 503), [0, 0, 1, 0, 0]),
            (("POST", "/traveler", true, 200), [0, 0, 0, 0, 1]),
            (("POST", "/servlet/traveler", true, 200), [0, 0, 0, 0, 1]),
            (("GET", "/traveler", true, 200), [0, 0, 0, 0, 0]),
            (("POST", "/traveler", false, 401), [0, 0, 0, 0, 0]),
            (("POST", "/other/Microsoft-Server-ActiveSync", true, 200), [0, 0, 0, 0, 0]),
            (("GET", "/homepage.nsf", true, 200), [0, 0, 0, 0, 0]),
        ];
        for (visit, wanted) in cases {
            assert_eq!(counts(visit), wanted, "{visit:?}");
        }
    }

    #[test]
    fn logs_add_up() {
        let eas = "/traveler/Microsoft-Server-ActiveSync";
        let mut sum = traffic(&[("POST", eas, true, 200)]);
        assert!(sum.only_full_paths());
        sum.merge(&traffic(&[("POST", "/Microsoft-Server-ActiveSync", true, 200)]));
        assert_eq!((sum.activesync.count, sum.requests), (2, 2));
        assert!(!sum.only_full_paths());
        assert!(!Traffic::default().only_full_paths(), "nothing seen shows nothing");
    }
}
