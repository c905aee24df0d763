//! Signatures of bundles: files beside them as minisign writes and reads them
//! (<https://jedisct1.github.io/minisign/>). Of their four lines the first is a comment that nothing signs,
//! the second holds an Ed25519 signature of the file (of its BLAKE2b-512, or by older programs of the file
//! itself), and the last one of that signature and the trusted comment on the third.
//!
//! What is written here has one right value for the first line too, so that no byte of it can be changed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use minisign::{PError, SecretKeyBox, SignatureBox};
use std::io::{Read, Seek, SeekFrom};

/// What stands behind the name of a bundle in that of its signature.
pub const SUFFIX: &str = ".minisig";
/// How trusted comments of this program begin.
const OWN: &str = "traveler-audit bundle, as of ";
/// Bytes of a public key, and of the line with the signature of a file.
const KEY: usize = 2 + 8 + 32;
const SIGNED: usize = 2 + 8 + 64;
const COMMENT_SIGNED: usize = 64;
/// Bytes of a secret key, and where in it stands how its password is used; zeros for a key without one.
const SECRET: usize = 2 + 2 + 2 + 32 + 8 + 8 + 8 + 64 + 32;
const KDF: std::ops::Range<usize> = 2..4;

/// A key that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It is something else.
    #[error("it is no {0} key of minisign")]
    Other(&'static str),
    /// What minisign says of it, such as a wrong password.
    #[error("{0}")]
    Refused(PError),
}

/// The number of a key, as minisign prints it.
fn id(number: &[u8]) -> String {
    number.iter().rev().map(|byte| format!("{byte:02X}")).collect()
}

/// The line of a key file that holds the key, decoded.
fn key_line(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text.lines().nth(1)?.trim()).ok()
}

/// A secret key that is open.
pub struct Signer(minisign::SecretKey);

impl Signer {
    /// Whether a key file asks for a password.
    ///
    /// # Errors
    /// It holds no secret key.
    pub fn is_locked(text: &str) -> Result<bool, KeyError> {
        let fits = |key: &Vec<u8>| key.starts_with(b"Ed") && key.len() == SECRET;
        let key = key_line(text).filter(fits);
        let kdf = key.as_ref().and_then(|key| key.get(KDF)).ok_or(KeyError::Other("secret"))?;
        Ok(kdf != [0, 0])
    }

    /// Opens the key of a key file.
    ///
    /// # Errors
    /// It holds no secret key, or the password is another one.
    pub fn open(text: &str, password: Option<String>) -> Result<Self, KeyError> {
        let opened = if Self::is_locked(text)? {
            // Without a password the crate would ask for one itself.
            let password = Some(password.unwrap_or_default());
            SecretKeyBox::from(text.to_owned()).into_secret_key(password)
        } else {
            // minisign leaves the checksum of an open key empty, which the crate takes for a fault; `sign`
            // proves such a key by its own signature.
            minisign::SecretKey::from_bytes(&key_line(text).unwrap_or_default())
        };
        opened.map(Self).map_err(KeyError::Refused)
    }

    /// The number of the key.
    #[must_use]
    pub fn id(&self) -> String {
        id(self.0.keynum())
    }

    /// The text of the signature of a bundle of this day.
    ///
    /// # Errors
    /// The bundle can't be read.
    pub fn sign(&self, bundle: &mut dyn Read, as_of: Date) -> Result<String, KeyError> {
        let trusted = format!("{OWN}{as_of}");
        let own = first_line(&self.id());
        let public = minisign::PublicKey::from_secret_key(&self.0).map_err(KeyError::Refused)?;
        let signed = minisign::sign(Some(&public), &self.0, bundle, Some(&trusted), Some(&own));
        signed.map(SignatureBox::into_string).map_err(KeyError::Refused)
    }
}

/// The first line of a signature that this program writes.
fn first_line(id: &str) -> String {
    format!("signature by traveler-audit with the key {id}")
}

/// A public key.
pub struct PublicKey(minisign::PublicKey);

impl PublicKey {
    /// The key itself, as `minisign` prints it.
    #[must_use]
    pub fn from_line(line: &str) -> Option<Self> {
        let bytes = STANDARD.decode(line.trim()).ok()?;
        let fits = bytes.len() == KEY && bytes.starts_with(b"Ed");
        minisign::PublicKey::from_bytes(&bytes).ok().filter(|_| fits).map(Self)
    }

    /// The key of a key file.
    ///
    /// # Errors
    /// It holds no public key.
    pub fn from_file(text: &str) -> Result<Self, KeyError> {
        let line = text.lines().nth(1).unwrap_or_default();
        Self::from_line(line).ok_or(KeyError::Other("public"))
    }

    /// The number of the key.
    #[must_use]
    pub fn id(&self) -> String {
        id(self.0.keynum())
    }
}

/// What a signature says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signed {
    /// The holder of the key signed the bundle and this comment.
    By {
        /// The trusted comment.
        comment: String,
    },
    /// The holder of another key is said to have signed it; that was not looked into.
    ByOther {
        /// The number of that key.
        id: String,
    },
    /// The signature is not as it was written.
    Broken,
    /// The signature is whole, and the bundle, or part of the signature, is not what was signed.
    Altered,
}

/// Checks the signature of a bundle.
///
/// # Errors
/// The bundle can't be read.
pub fn check<R: Read + Seek>(
    signature: &[u8],
    key: &PublicKey,
    bundle: &mut R,
) -> std::io::Result<Signed> {
    let Some((signature, comment)) = parse(signature) else { return Ok(Signed::Broken) };
    if signature.keynum() != key.0.keynum() {
        return Ok(Signed::ByOther { id: id(signature.keynum()) });
    }
    bundle.seek(SeekFrom::Start(0))?;
    match minisign::verify(&key.0, &signature, bundle, true, false, true) {
        Ok(()) => Ok(Signed::By { comment }),
        Err(error) if matches!(error.kind(), minisign::ErrorKind::Io) => {
            Err(std::io::Error::other(error))
        }
        Err(_) => Ok(Signed::Altered),
    }
}

/// Reads a signature; `None` where it is not just as it is written.
fn parse(bytes: &[u8]) -> Option<(SignatureBox, String)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let lines: Vec<_> = text.lines().collect();
    let [_, file, _, comment] = lines.as_slice() else { return None };
    // minisign takes a signature of any length for one that it may index.
    let fits = |line: &str, length| STANDARD.decode(line).is_ok_and(|bytes| bytes.len() == length);
    if !fits(file, SIGNED) || !fits(comment, COMMENT_SIGNED) {
        return None;
    }
    let signature = SignatureBox::from_string(text).ok()?;
    let trusted = signature.trusted_comment().ok()?;
    let own = trusted.starts_with(OWN);
    let first = signature.untrusted_comment().ok()?;
    let right = !own || first == first_line(&id(signature.keynum()));
    (right && signature.to_string() == text).then_some((signature, trusted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use minisign::KeyPair;
    use proptest::prelude::*;
    use std::io::Cursor;

    const BUNDLE: &[u8] = b"a bundle";

    fn pair(password: Option<&str>) -> (String, PublicKey) {
        let pair = match password {
            None => KeyPair::generate_unencrypted_keypair(),
            some => KeyPair::generate_encrypted_keypair(some.map(str::to_owned)),
        };
        let pair = pair.unwrap();
        let public = pair.pk.to_box().unwrap().into_string();
        (pair.sk.to_box(None).unwrap().into_string(), PublicKey::from_file(&public).unwrap())
    }

    fn signed(secret: &str) -> String {
        Signer::open(secret, None).unwrap().sign(&mut &*BUNDLE, date(2026, 11, 26)).unwrap()
    }

    fn checked(signature: &[u8], key: &PublicKey, bundle: &[u8]) -> Signed {
        check(signature, key, &mut Cursor::new(bundle)).unwrap()
    }

    #[test]
    fn what_was_signed_is_told_from_all_else() {
        let ((secret, public), (_, other)) = (pair(None), pair(None));
        let text = signed(&secret);
        let comment = format!("{OWN}2026-11-26");
        assert_eq!(checked(text.as_bytes(), &public, BUNDLE), Signed::By { comment });
        assert_eq!(checked(text.as_bytes(), &public, b"a bundlf"), Signed::Altered);
        let by_other = checked(text.as_bytes(), &other, BUNDLE);
        assert_eq!(by_other, Signed::ByOther { id: public.id() });
    }

    #[test]
    fn every_changed_missing_or_added_byte_of_a_signature_is_found() {
        let (secret, public) = pair(None);
        let text = signed(&secret).into_bytes();
        let sound = |bytes: &[u8]| matches!(checked(bytes, &public, BUNDLE), Signed::By { .. });
        assert!(sound(&text));
        for at in 0..text.len() {
            for bit in [0x01, 0x02, 0x20, 0x80] {
                let mut other = text.clone();
                other[at] ^= bit;
                assert!(!sound(&other), "byte {at}: {}", String::from_utf8_lossy(&other));
            }
            assert!(!sound(&text[..at]), "cut at {at}");
        }
        for more in ["\n", " ", "x"] {
            assert!(!sound(&[&text[..], more.as_bytes()].concat()));
        }
    }

    #[test]
    fn a_password_opens_its_key_alone() {
        let (secret, public) = pair(Some("right"));
        assert!(Signer::is_locked(&secret).unwrap());
        let wrong = Signer::open(&secret, Some("wrong".to_owned())).err().unwrap();
        assert!(wrong.to_string().contains("password"), "{wrong}");
        assert!(Signer::open(&secret, None).is_err());
        assert_eq!(Signer::open(&secret, Some("right".to_owned())).unwrap().id(), public.id());
        let (open, public) = pair(None);
        assert!(!Signer::is_locked(&open).unwrap());
        // As minisign -W writes it: without a checksum.
        let mut key = key_line(&open).unwrap();
        let start = key.len() - 32;
        key[start..].fill(0);
        let open = format!("untrusted comment: x\n{}\n", STANDARD.encode(&key));
        assert!(matches!(checked(signed(&open).as_bytes(), &public, BUNDLE), Signed::By { .. }));
        key[70] ^= 1;
        let damaged = format!("untrusted comment: x\n{}\n", STANDARD.encode(&key));
        let signer = Signer::open(&damaged, None).unwrap();
        assert!(signer.sign(&mut &*BUNDLE, date(2026, 11, 26)).is_err());
        for text in ["", "x", "x\ny\n", "untrusted comment: x\nRWQ=\n"] {
            assert!(Signer::is_locked(text).is_err() && Signer::open(text, None).is_err());
            assert!(PublicKey::from_file(text).is_err() && PublicKey::from_line(text).is_none());
        }
    }

    proptest! {
        #[test]
        fn no_signature_makes_it_panic(
            noise in proptest::collection::vec(any::<u8>(), 0..90),
            lines in proptest::collection::vec("[A-Za-z0-9+/=: ]{0,120}", 0..6),
        ) {
            let key = PublicKey::from_line(&STANDARD.encode([&b"Ed"[..], &[0; 8], &[7; 32]].concat())).unwrap();
            let _ = checked(&noise, &key, BUNDLE);
            let _ = checked(lines.join("\n").as_bytes(), &key, BUNDLE);
            let _ = Signer::is_locked(&lines.join("\n"));
            let coded = STANDARD.encode(&noise);
            let text = format!("untrusted comment: x\n{coded}\ntrusted comment: x\n{coded}\n");
            let _ = checked(text.as_bytes(), &key, BUNDLE);
        }
    }
}
