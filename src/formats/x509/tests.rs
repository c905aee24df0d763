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

/// An algorithm with DER of its parameters.
fn algorithm(oid: &str, parameters: Option<&[u8]>) -> AlgorithmIdentifierOwned {
    let parameters = parameters.map(|der| Decode::from_der(der).unwrap());
    AlgorithmIdentifierOwned { oid: oid.parse().unwrap(), parameters }
}

#[test]
fn keys_of_every_kind_have_their_bits() {
    use x509_cert::der::asn1::BitString;
    let told = |oid: &str, parameters: Option<&[u8]>, body: &[u8]| {
        let subject_public_key = BitString::from_bytes(body).unwrap();
        let algorithm = algorithm(oid, parameters);
        key(&SubjectPublicKeyInfoOwned { algorithm, subject_public_key })
    };
    let curve = |oid: &str| ObjectIdentifier::new(oid).unwrap().to_der().unwrap();
    for (oid, bits) in [
        ("1.2.840.10045.3.1.1", Some(192)),
        ("1.3.132.0.33", Some(224)),
        ("1.2.840.10045.3.1.7", Some(256)),
        ("1.3.132.0.10", Some(256)),
        ("1.3.36.3.3.2.8.1.1.7", Some(256)),
        ("1.3.132.0.34", Some(384)),
        ("1.3.36.3.3.2.8.1.1.11", Some(384)),
        ("1.3.36.3.3.2.8.1.1.13", Some(512)),
        ("1.3.132.0.35", Some(521)),
        ("1.3.132.0.99", None),
    ] {
        let found = told("1.2.840.10045.2.1", Some(&curve(oid)), &[4]);
        assert_eq!(found, bits.map(|bits| (KeyKind::Ec, bits)), "{oid}");
    }
    assert_eq!(told("1.2.840.10045.2.1", None, &[4]), None);
    assert_eq!(told("1.3.101.112", None, &[0; 32]), Some((KeyKind::Ec, 256)));
    assert_eq!(told("1.3.101.113", None, &[0; 57]), Some((KeyKind::Ec, 456)));
    assert_eq!(told("1.3.101.110", None, &[0; 32]), None);
    // Modulus 0x0105 and exponent 3: a bit more than one byte.
    let numbers = [0x30, 7, 2, 2, 1, 5, 2, 1, 3];
    for oid in ["1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10"] {
        assert_eq!(told(oid, None, &numbers), Some((KeyKind::Rsa, 9)), "{oid}");
    }
    assert_eq!(told("1.2.840.113549.1.1.1", None, &[0x30, 0]), None);
}

#[test]
fn signatures_are_as_strong_as_their_hash() {
    for (oids, wanted) in [
        (&["1.2.840.113549.1.1.2", "1.2.840.113549.1.1.4"][..], Some(SignatureHash::Md5)),
        (
            &["1.2.840.113549.1.1.5", "1.2.840.10045.4.1", "1.2.840.10040.4.3", "1.3.14.3.2.29"],
            Some(SignatureHash::Sha1),
        ),
        (
            &["1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2", "1.3.101.112"],
            Some(SignatureHash::Strong),
        ),
        (&["1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10"], None),
    ] {
        for oid in oids {
            assert_eq!(hash(&algorithm(oid, None)), wanted, "{oid}");
        }
    }
    let pss = |parameters: &[u8]| hash(&algorithm("1.2.840.113549.1.1.10", Some(parameters)));
    // SHA-256 as hash; a length of salt alone; nothing; MD5 as hash.
    let sha_256 = [
        0x30, 0x0f, 0xa0, 0x0d, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04,
        0x02, 0x01,
    ];
    assert_eq!(pss(&sha_256), Some(SignatureHash::Strong));
    assert_eq!(pss(&[0x30, 5, 0xa2, 3, 2, 1, 20]), Some(SignatureHash::Sha1));
    assert_eq!(pss(&[0x30, 0]), Some(SignatureHash::Sha1));
    let md5 = [
        0x30, 0x0e, 0xa0, 0x0c, 0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02,
        0x05,
    ];
    assert_eq!(pss(&md5), None);
}

#[test]
fn addresses_are_of_four_or_sixteen_bytes() {
    let text = |bytes: &[u8]| address_of(bytes).map(|address| address.to_string());
    assert_eq!(text(&[192, 0, 2, 10]).as_deref(), Some("192.0.2.10"));
    let six = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    assert_eq!(text(&six).as_deref(), Some("2001:db8::1"));
    assert_eq!(text(&[192, 0, 2]), None);
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

/// [`GOOD`] with a longer signature, so that it has so many bytes.
fn as_long_as(bytes: usize) -> Vec<u8> {
    let body: String = GOOD.lines().filter(|line| !line.starts_with("---")).collect();
    let der = BASE64_STANDARD.decode(body).unwrap();
    // A sequence of what is signed, how it is signed (12 bytes), and the signature.
    let signed = 4 + usize::from(u16::from_be_bytes([der[6], der[7]]));
    let before = &der[4..4 + signed + 12];
    let length = |number: usize| u16::try_from(number).unwrap().to_be_bytes();
    let mut long = vec![0x30, 0x82];
    long.extend(length(bytes - 4));
    long.extend(before);
    long.extend([0x03, 0x82]);
    long.extend(length(bytes - 8 - before.len()));
    long.resize(bytes, 0);
    long
}

#[test]
fn a_certificate_is_read_up_to_its_bound() {
    for (bytes, wanted) in [(MAX_BYTES, true), (MAX_BYTES + 1, false)] {
        let der = as_long_as(bytes);
        assert_eq!(der.len(), bytes);
        assert_eq!(of_der(&der).is_some_and(|found| found.name() == "mail.example.com"), wanted);
        assert_eq!(of_base64(&BASE64_STANDARD.encode(&der)).is_some(), wanted);
        assert_eq!(pem_file(&der), usize::from(wanted));
    }
}

/// How many certificates are found in a file that holds this one.
fn pem_file(der: &[u8]) -> usize {
    let body = BASE64_STANDARD.encode(der);
    let lines: Vec<_> =
        body.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    let text = format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"));
    crate::formats::sample::said(crate::formats::pem::read, text.as_bytes()).records.len()
}
