//! How a Server or Web Site document lets clients sign in, and the ports of a Server document.

use super::facts::{as_flag, as_port_status, as_session, one_text};
use crate::domino::sign_in::{Options, Port, SignInOptions};
use crate::evidence::Fact;
use crate::naming::field;

/// The fields of a document that hold its options.
struct Ids {
    session: &'static str,
    http: [&'static str; 2],
    https: [&'static str; 3],
}

const SERVER: Ids = Ids {
    session: field::SERVER_SESSION,
    http: [field::SERVER_HTTP_PASSWORD, field::SERVER_HTTP_ANONYMOUS],
    https: [field::SERVER_PASSWORD, field::SERVER_HTTPS_ANONYMOUS, field::SERVER_HTTPS_BEARER],
};

const SITE: Ids = Ids {
    session: field::SITE_SESSION,
    http: [field::SITE_HTTP_PASSWORD, field::SITE_HTTP_ANONYMOUS],
    https: [field::SITE_PASSWORD, field::SITE_HTTPS_ANONYMOUS, field::SITE_HTTPS_BEARER],
};

/// The options of a Server document; `meaning` reads a field of it.
pub(super) fn of_server(meaning: impl Fn(&'static str) -> Fact<String>) -> SignInOptions {
    read(&SERVER, &meaning)
}

/// The options of a Web Site document; `meaning` reads a field of it.
pub(super) fn of_site(meaning: impl Fn(&'static str) -> Fact<String>) -> SignInOptions {
    read(&SITE, &meaning)
}

fn read(ids: &Ids, meaning: &dyn Fn(&'static str) -> Fact<String>) -> SignInOptions {
    let flag = |id| as_flag(meaning(id), "yes", "no");
    let [tcp_password, tcp_anonymous] = ids.http;
    let [tls_password, tls_anonymous, bearer] = ids.https;
    SignInOptions {
        session: as_session(meaning(ids.session)),
        tcp: Options {
            password: flag(tcp_password),
            anonymous: flag(tcp_anonymous),
            // A token goes over TLS only.
            bearer: Fact::not_supplied(),
        },
        tls: Options {
            password: flag(tls_password),
            anonymous: flag(tls_anonymous),
            bearer: flag(bearer),
        },
    }
}

/// A port, by the fields of its status and its number.
pub(super) fn port(status: Fact<String>, number: Fact<Vec<String>>) -> Port {
    Port { status: as_port_status(status), number: one_text(number) }
}
