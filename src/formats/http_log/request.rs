//! The request of a line: `POST /traveler?x=1 HTTP/1.1`.

use super::front;

/// Names of query parameters that are kept.
const MAX_NAMES: usize = 32;
/// Characters of such a name. ActiveSync clients send device and user as one long Base64 text in
/// the place of a name, which must not be kept.
const MAX_NAME: usize = 32;

/// What a client sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sent<'l> {
    pub(super) method: &'l str,
    /// Without scheme, host, query and fragment.
    pub(super) path: &'l str,
    /// The host, where a proxy wrote out the whole address.
    pub(super) host: Option<&'l str>,
    pub(super) query: &'l str,
    pub(super) query_names: Vec<String>,
}

/// Takes a request apart; `None` where the client sent none (`-`, the bytes of a TLS greeting).
pub(super) fn sent(request: &str) -> Option<Sent<'_>> {
    let (method, rest) = request.trim().split_once(' ')?;
    if method.is_empty() || !method.bytes().all(|b| b.is_ascii_alphabetic() || b"-_".contains(&b)) {
        return None;
    }
    let url = match rest.rsplit_once(' ') {
        Some((url, version)) if version.starts_with("HTTP/") => url,
        _ => rest,
    };
    let (host, url) = parts_of(url.trim());
    let url = url.split_once('#').map_or(url, |(url, _)| url);
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    (!path.is_empty()).then(|| Sent { method, path, host, query, query_names: names(query) })
}

/// The host of an address, where scheme and host are written out, and the part behind them.
fn parts_of(url: &str) -> (Option<&str>, &str) {
    let rest = match url.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|b| b.is_ascii_alphabetic()) => rest,
        _ => return (None, url),
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    (Some(front::without_port(host)), if path.starts_with('/') { path } else { "/" })
}

fn names(query: &str) -> Vec<String> {
    let name = |part: &str| {
        let name = part.split_once('=').map_or(part, |(name, _)| name);
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-.$%".contains(&b);
        let fits = (1..=MAX_NAME).contains(&name.len()) && name.bytes().all(plain);
        fits.then(|| name.to_owned())
    };
    query.split('&').filter_map(name).take(MAX_NAMES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_of_every_kind() {
        let cases: [(&str, &str, &str, &[&str]); 17] = [
            ("GET / HTTP/1.1", "GET", "/", &[]),
            ("GET /", "GET", "/", &[]),
            (
                "POST /traveler?User=jane&DeviceId=1&Cmd=Sync HTTP/1.1",
                "POST",
                "/traveler",
                &["User", "DeviceId", "Cmd"],
            ),
            (
                "GET /names.nsf?OpenDatabase&Login HTTP/1.0",
                "GET",
                "/names.nsf",
                &["OpenDatabase", "Login"],
            ),
            (
                "POST /Microsoft-Server-ActiveSync?jAkJBBDmAbCdEfGhIjKlMnOpQrStUvWxYz0123456789== HTTP/1.1",
                "POST",
                "/Microsoft-Server-ActiveSync",
                &[],
            ),
            ("GET /a?==&=x&?&b=c?d HTTP/1.1", "GET", "/a", &["b"]),
            ("GET https://jane:pw@example.com/traveler?x=1 HTTP/1.1", "GET", "/traveler", &["x"]),
            ("GET http://example.com HTTP/1.1", "GET", "/", &[]),
            ("GET http://example.com?x=/y HTTP/1.1", "GET", "/", &[]),
            ("GET /a?u=http://example.com/ HTTP/1.1", "GET", "/a", &["u"]),
            ("OPTIONS * HTTP/1.1", "OPTIONS", "*", &[]),
            ("GET /with blank/x HTTP/1.1", "GET", "/with blank/x", &[]),
            ("GET /a#b HTTP/1.1", "GET", "/a", &[]),
            ("GET /a b", "GET", "/a b", &[]),
            ("M-SEARCH_X /a HTTP/1.1", "M-SEARCH_X", "/a", &[]),
            ("GET a1://example.com/x HTTP/1.1", "GET", "a1://example.com/x", &[]),
            (
                "GET /a?A_b-1.$%x=1&Abcdefghijklmnopqrstuvwxyz012345=1&Abcdefghijklmnopqrstuvwxyz0123456=1&a*=1 HTTP/1.1",
                "GET",
                "/a",
                &["A_b-1.$%x", "Abcdefghijklmnopqrstuvwxyz012345"],
            ),
        ];
        for (request, method, path, names) in cases {
            let found = sent(request).unwrap();
            assert_eq!((found.method, found.path), (method, path), "{request}");
            assert_eq!(found.query_names, names, "{request}");
        }
        let host = |request| sent(request).unwrap().host;
        assert_eq!(
            host("GET https://jane:pw@example.com:443/traveler HTTP/1.1"),
            Some("example.com")
        );
        assert_eq!(host("GET /a?u=http://example.com/ HTTP/1.1"), None);
        for request in ["", "-", "GET", "\\x16\\x03\\x01 x", "1 /", "GET ?x=1 HTTP/1.1"] {
            assert_eq!(sent(request), None, "{request}");
        }
    }
}
