//! Certificates of an invented authority, made for these tests with openssl; no key of them is kept.

use super::*;

/// For mail.example.com and `*.mobile.example.com`, from 2026-09-01 to 2027-03-01, signed by [`ISSUING`].
pub(crate) const GOOD: &str = "-----BEGIN CERTIFICATE-----
MIIBqzCCAVGgAwIBAgICEAMwCgYIKoZIzj0EAwIwKzENMAsGA1UECgwEQWNtZTEa
MBgGA1UEAwwRQWNtZSBJc3N1aW5nIENBIDEwHhcNMjYwOTAxMDAwMDAwWhcNMjcw
MzAxMDAwMDAwWjAbMRkwFwYDVQQDDBBtYWlsLmV4YW1wbGUuY29tMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEjgF9NocgYCCVJ7CRdOhg0hkSpVkuPOZLoda8/Djt
jfTEDhWzjhrK/x/7BojmT9pjeOCfYzrtbwSmsbdasn7L46N1MHMwMQYDVR0RBCow
KIIQbWFpbC5leGFtcGxlLmNvbYIUKi5tb2JpbGUuZXhhbXBsZS5jb20wHQYDVR0O
BBYEFDnK7eEgZb28Z/6YaPUdLj2Maw/uMB8GA1UdIwQYMBaAFIYe/TLUF3P0XaZt
uurYu9feAeW5MAoGCCqGSM49BAMCA0gAMEUCIHeGz6QAzsW/7sXsItlAsNXGBHlO
9HkLcw/dpe4pI1M+AiEA4fJq3qgLueuIbruqyPa59sme4gbjIFvlRsinw1j3caw=
-----END CERTIFICATE-----
";

/// With 2048 bits of RSA, and an address among its names.
pub(crate) const RSA: &str = "-----BEGIN CERTIFICATE-----
MIICZjCCAgygAwIBAgICEAQwCgYIKoZIzj0EAwIwKzENMAsGA1UECgwEQWNtZTEa
MBgGA1UEAwwRQWNtZSBJc3N1aW5nIENBIDEwHhcNMjYwOTAxMDAwMDAwWhcNMjcw
MzAxMDAwMDAwWjAbMRkwFwYDVQQDDBBtYWlsLmV4YW1wbGUuY29tMIIBIjANBgkq
hkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAj34xV1Sd4GksGhcMcIGte0scL6cHEvS6
6gy93dW7WWqS8I0+yXllOgOUqMhEv7vQ5pl3ZXuIRMrOZ6rxAV4ema6HkGxTEURp
rQbSngmNibmd9+NUmgzwxqaM7PD/N/JaQaMCdnLxhsDOVXup9EJ4reyO9pfPSLMD
CaYKWg89vxw6XSY3udES0Hza0ARaUUHG2Gyb0k1whX1X4SChj2MlQU2GIfHjOQG9
TQTWSohttiN/gmHNHiFB9svG36LEkkiJ9P6Vw1MsBLKqt/GUbiu0sXIzGrTdjPGg
yKAerDZr5jynxWKefNZZ9RIoUmYEmmBZ58mNiOsK8O0YU1XhKO3B5wIDAQABo2Uw
YzAhBgNVHREEGjAYghBtYWlsLmV4YW1wbGUuY29thwTAAAIKMB0GA1UdDgQWBBRi
qTHe1UjHoNX0HrDRd+RaUkm+bjAfBgNVHSMEGDAWgBSGHv0y1Bdz9F2mbbrq2LvX
3gHluTAKBggqhkjOPQQDAgNIADBFAiEA+KlQFUV4ZlMPdURCP3hAj+x8JOkkGVyZ
SHHWz0yWjN8CIAJOILQxyze4lxJLT3jWKGjBaWJeDHLIHjfXhXJmNgib
-----END CERTIFICATE-----
";

/// Until 2026-09-01.
pub(crate) const OLD: &str = "-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgICEAUwCgYIKoZIzj0EAwIwKzENMAsGA1UECgwEQWNtZTEa
MBgGA1UEAwwRQWNtZSBJc3N1aW5nIENBIDEwHhcNMjUwOTAxMDAwMDAwWhcNMjYw
OTAxMDAwMDAwWjAbMRkwFwYDVQQDDBBtYWlsLmV4YW1wbGUuY29tMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEtXBU4l7EWWxL7nlb++YyBSGE9z58fPLZC+oxXhPp
DSF3WT85M6eT1Zhi4v6z1lGmkmXQsQKGHtIjGwz6tZHbXKNfMF0wGwYDVR0RBBQw
EoIQbWFpbC5leGFtcGxlLmNvbTAdBgNVHQ4EFgQUPXRklp2LsOu8f1n+02lscnS8
zhgwHwYDVR0jBBgwFoAUhh79MtQXc/Rdpm266ti7194B5bkwCgYIKoZIzj0EAwID
SAAwRQIgH9NyiVAtRuGzXZvshACFY2GPiiwXUdx5YOb4ElaB7xQCIQDFtSVuqIi5
mBB/mHFkXZV/6ifaCW3Lxy2sYtMNVarykw==
-----END CERTIFICATE-----
";

/// With 1024 bits of RSA, signed with SHA-1.
pub(crate) const WEAK: &str = "-----BEGIN CERTIFICATE-----
MIIB2TCCAYGgAwIBAgICEAYwCQYHKoZIzj0EATArMQ0wCwYDVQQKDARBY21lMRow
GAYDVQQDDBFBY21lIElzc3VpbmcgQ0EgMTAeFw0yNjA5MDEwMDAwMDBaFw0yNzAz
MDEwMDAwMDBaMBsxGTAXBgNVBAMMEG1haWwuZXhhbXBsZS5jb20wgZ8wDQYJKoZI
hvcNAQEBBQADgY0AMIGJAoGBALfgNQLCYl7NknxVoz3I2/jaxpVaMFxMOthHKcsS
s3wfZ6lst5HBXZDF8rGiOX6TXcSy63Ny9BuDlHpJsb+J9bbe5z2IeHR0Sb6K2UY/
YM/Z1YvfrqVeib5vL1LW/sEfo7b72YtRt4f9Mx93R2i2rXHBhdKPtNj5uL+fwK6V
96utAgMBAAGjXzBdMBsGA1UdEQQUMBKCEG1haWwuZXhhbXBsZS5jb20wHQYDVR0O
BBYEFGoCVKRh2hqrje/9H3zg6p8AbFBcMB8GA1UdIwQYMBaAFIYe/TLUF3P0XaZt
uurYu9feAeW5MAkGByqGSM49BAEDRwAwRAIgON67VUbWYwNsBX+qC4hlxfgRy+SR
1xl5krpO9l2CYjICIFFU1120HhqVi9Y7DbE728yTkU+7d53zxtM2wL7evvvU
-----END CERTIFICATE-----
";

/// Without other names than the common name.
pub(crate) const PLAIN: &str = "-----BEGIN CERTIFICATE-----
MIIBhDCCASugAwIBAgICEAcwCgYIKoZIzj0EAwIwKzENMAsGA1UECgwEQWNtZTEa
MBgGA1UEAwwRQWNtZSBJc3N1aW5nIENBIDEwHhcNMjYwOTAxMDAwMDAwWhcNMjcw
MzAxMDAwMDAwWjAbMRkwFwYDVQQDDBBtYWlsLmV4YW1wbGUuY29tMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAE7MjaheJmf9qCEA4PFDvOzfxRalM6SGJKW3vftskh
JMQTAeHG+vHyRKLk52FWjMLLrtkrwhO7VSrOcBI70+VHRaNPME0wCwYDVR0PBAQD
AgeAMB0GA1UdDgQWBBRMLZYz11pmITXCDIBxfATb4aSDGzAfBgNVHSMEGDAWgBSG
Hv0y1Bdz9F2mbbrq2LvX3gHluTAKBggqhkjOPQQDAgNHADBEAiBJsFT1ZrbUeC1e
2AOzFjr0r0Y7F2ZsWH5GFpAvWw895QIgfIf6Ln60PI3Gx20PFCAR0GWb8kk4MIBU
/6XSN98wXN0=
-----END CERTIFICATE-----
";

/// Signed by itself.
pub(crate) const OWN_SIGNED: &str = "-----BEGIN CERTIFICATE-----
MIIBZTCCAQqgAwIBAgICEAgwCgYIKoZIzj0EAwIwGzEZMBcGA1UEAwwQbWFpbC5l
eGFtcGxlLmNvbTAeFw0yNjA5MDEwMDAwMDBaFw0yNzAzMDEwMDAwMDBaMBsxGTAX
BgNVBAMMEG1haWwuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAQbz5OgvCljNy9rIEeqYFdQAsxqWr1oFIxTIUtxTgQvD/vmqw1PDs41M7GC6T0p
oKFcN7McgXau5oTBgB6KudgQoz4wPDAbBgNVHREEFDASghBtYWlsLmV4YW1wbGUu
Y29tMB0GA1UdDgQWBBQqiEXVbPd5N6uU0eKJX4e2NpEHqzAKBggqhkjOPQQDAgNJ
ADBGAiEArNH1VQtKMIM6HYmcTL4qx1O42eE5vKo5C9VMY+oWPPYCIQDwlQMhzPBU
kIC0vR7peK11eIn8R7lAIIQRHvMnvyb8gA==
-----END CERTIFICATE-----
";

/// Signed by [`ROOT`].
pub(crate) const ISSUING: &str = "-----BEGIN CERTIFICATE-----
MIIBlTCCATqgAwIBAgICEAIwCgYIKoZIzj0EAwIwJjENMAsGA1UECgwEQWNtZTEV
MBMGA1UEAwwMQWNtZSBSb290IENBMB4XDTI0MDEwMTAwMDAwMFoXDTM0MDEwMTAw
MDAwMFowKzENMAsGA1UECgwEQWNtZTEaMBgGA1UEAwwRQWNtZSBJc3N1aW5nIENB
IDEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR3rL/eClNRqUIVpFqn4QVHMeGv
SJtTYofNxGUfOIyBSBzbCgtr6Ij48AqmLXKS6C2ZBaBpb9TjfMcobPxqE0Pbo1Mw
UTAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBSGHv0y1Bdz9F2mbbrq2LvX3gHl
uTAfBgNVHSMEGDAWgBQ3ry3lV/Kx4kEUtQxwOHcQsW0xSTAKBggqhkjOPQQDAgNJ
ADBGAiEAo0O+OFPpvZCEyHisZvLhmJ5qwCcLe5SyWzBSfH8RgLgCIQDVBnWxhSTX
ieXr9L9RuerU1WtR5lmYnpCgRUedsDFbKA==
-----END CERTIFICATE-----
";

/// Signed by itself.
pub(crate) const ROOT: &str = "-----BEGIN CERTIFICATE-----
MIIBbjCCARSgAwIBAgICEAEwCgYIKoZIzj0EAwIwJjENMAsGA1UECgwEQWNtZTEV
MBMGA1UEAwwMQWNtZSBSb290IENBMB4XDTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAw
MDAwMFowJjENMAsGA1UECgwEQWNtZTEVMBMGA1UEAwwMQWNtZSBSb290IENBMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEgRu83Dg1Hb6pHRa/lfsfzm25WXPohfHS
SbQhAkdryMhT8un++I+6xxDjSTihd8kvtyJ3PD0kXavhnJfuyZNtuaMyMDAwDwYD
VR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQUN68t5VfyseJBFLUMcDh3ELFtMUkwCgYI
KoZIzj0EAwIDSAAwRQIhAONuVhJ4l44DR/N5ZsuBJzj2zfA2ddXoye2mYf2yJ2Ga
AiA7g4f7ipOwDC4ZlSInVaRHGfXQt6Byl5NpWkrHEU+EQg==
-----END CERTIFICATE-----
";

fn told(pem: &str) -> String {
    let found = of_pem(pem).unwrap();
    let day = |time: Option<DateTime>| time.unwrap().date().to_string();
    let (kind, bits) = found.key.unwrap();
    format!(
        "{} by {}: {:?}, {} to {}, {} {bits}, {:?}, self={:?} ca={:?}",
        found.subject,
        found.issuer,
        found.names.unwrap(),
        day(found.not_before),
        day(found.not_after),
        kind.word(),
        found.hash.unwrap(),
        found.self_signed.unwrap(),
        found.authority.unwrap(),
    )
}

#[test]
fn what_a_certificate_holds_is_read() {
    let cases = [
        (
            GOOD,
            "CN=mail.example.com by CN=Acme Issuing CA 1,O=Acme: [\"mail.example.com\", \"*.mobile.example.com\"], 2026-09-01 to 2027-03-01, EC 256, Strong, self=false ca=false",
        ),
        (
            RSA,
            "CN=mail.example.com by CN=Acme Issuing CA 1,O=Acme: [\"mail.example.com\", \"192.0.2.10\"], 2026-09-01 to 2027-03-01, RSA 2048, Strong, self=false ca=false",
        ),
        (
            OLD,
            "CN=mail.example.com by CN=Acme Issuing CA 1,O=Acme: [\"mail.example.com\"], 2025-09-01 to 2026-09-01, EC 256, Strong, self=false ca=false",
        ),
        (
            WEAK,
            "CN=mail.example.com by CN=Acme Issuing CA 1,O=Acme: [\"mail.example.com\"], 2026-09-01 to 2027-03-01, RSA 1024, Sha1, self=false ca=false",
        ),
        (
            PLAIN,
            "CN=mail.example.com by CN=Acme Issuing CA 1,O=Acme: [], 2026-09-01 to 2027-03-01, EC 256, Strong, self=false ca=false",
        ),
        (
            OWN_SIGNED,
            "CN=mail.example.com by CN=mail.example.com: [\"mail.example.com\"], 2026-09-01 to 2027-03-01, EC 256, Strong, self=true ca=false",
        ),
        (
            ISSUING,
            "CN=Acme Issuing CA 1,O=Acme by CN=Acme Root CA,O=Acme: [], 2024-01-01 to 2034-01-01, EC 256, Strong, self=false ca=true",
        ),
        (
            ROOT,
            "CN=Acme Root CA,O=Acme by CN=Acme Root CA,O=Acme: [], 2020-01-01 to 2040-01-01, EC 256, Strong, self=true ca=true",
        ),
    ];
    for (pem, wanted) in cases {
        assert_eq!(told(pem), wanted);
    }
    let one_line = GOOD.trim().replace('\n', " ");
    assert_eq!(of_pem(&one_line), of_pem(GOOD));
    let good = of_pem(GOOD).unwrap();
    assert_eq!(good.name(), "mail.example.com");
    assert_eq!(
        good.fingerprint.unwrap(),
        "E08B7A37FD4AD33529C5DB5CBA4A7B009FB0575C61A10239EBDBC90914E7C234"
    );
}

#[test]
fn what_is_no_certificate_is_none() {
    for text in ["", BEGIN, &format!("{BEGIN}{END}"), &format!("{BEGIN}AAAA{END}")] {
        assert_eq!(of_pem(text), None, "{text}");
    }
    let cut = GOOD.replace("MIIBqzCCAVGg", "MIIBqzCC");
    assert_eq!(of_pem(&cut), None);
    assert_eq!(of_der(&vec![0x30; MAX_BYTES + 1]), None);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        of_der(&bytes);
    }

    #[test]
    fn no_changed_byte_makes_it_panic(at in 0_usize..1000, byte: u8, pem in 0_usize..3) {
        let body = [GOOD, RSA, WEAK][pem].replace(BEGIN, "").replace(END, "").replace('\n', "");
        let mut bytes = BASE64_STANDARD.decode(body).unwrap();
        let length = bytes.len();
        bytes[at % length] = byte;
        of_der(&bytes);
        of_der(&bytes[..at % length]);
    }
}
