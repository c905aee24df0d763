//! `bundle --sign` and `verify --public-key`, run as a user would.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop where the program does not do as it should"
)]

use assert_cmd::Command;
use minisign::KeyPair;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Runs the program in a folder: exit code, and all that it says.
fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("traveler-audit").unwrap();
    command
        .current_dir(folder)
        .env("LC_ALL", "C")
        .env("KEY_PASSWORD", "right")
        .env("OTHER", "wrong");
    let output = command.args(args).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

/// A folder with an input, two keys and a password.
fn keys() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let locked = KeyPair::generate_encrypted_keypair(Some("right".to_owned())).unwrap();
    let open = KeyPair::generate_unencrypted_keypair().unwrap();
    for (name, pair) in [("locked", locked), ("open", open)] {
        fs::write(at.join(format!("{name}.pub")), pair.pk.to_box().unwrap().to_bytes()).unwrap();
        fs::write(at.join(format!("{name}.key")), pair.sk.to_box(None).unwrap().to_bytes())
            .unwrap();
    }
    fs::write(at.join("password.txt"), "right\nsecond line\n").unwrap();
    fs::create_dir(at.join("in")).unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/legacy/notes.ini");
    fs::copy(sample, at.join("in/notes.ini")).unwrap();
    folder
}

const BUNDLE: [&str; 6] = ["bundle", "in", "--output", "b.zip", "--as-of", "2026-11-24"];

fn bundle(folder: &Path, more: &[&str]) -> (i32, String) {
    run(folder, &[&BUNDLE[..], more].concat())
}

fn verify(folder: &Path, key: &str) -> (i32, String) {
    run(folder, &["verify", "b.zip", "--public-key", key])
}

#[test]
fn a_signed_bundle_tells_whose_it_is() {
    let folder = keys();
    let at = folder.path();
    assert_eq!(bundle(at, &["--sign", "open.key"]), (0, String::new()));
    let key = fs::read_to_string(at.join("open.pub")).unwrap().lines().nth(1).unwrap().to_owned();
    for key in ["open.pub", &key] {
        let (code, text) = verify(at, key);
        assert!(code == 0 && text.contains("Signed with the key"), "{text}");
        assert!(text.contains("2026-11-24") && !text.contains("not origin"), "{text}");
    }
    let (code, text) = run(at, &["verify", "b.zip"]);
    assert!(
        code == 0 && text.contains("not checked") && text.contains("proves integrity"),
        "{text}"
    );
    let (code, text) = verify(at, "locked.pub");
    assert!(code == 1 && text.contains("another key"), "{text}");
    let (_, json) = run(at, &["verify", "b.zip", "--public-key", "locked.pub", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["result"], &json["intact"]), (&"other-key".into(), &false.into()));
    assert_eq!(json["signature"]["result"], "other-key");
}

#[test]
fn every_change_of_a_signed_bundle_ends_with_1() {
    let folder = keys();
    let at = folder.path();
    bundle(at, &["--sign", "open.key"]);
    let (file, signature) = (at.join("b.zip"), at.join("b.zip.minisig"));
    let (bytes, signed) = (fs::read(&file).unwrap(), fs::read(&signature).unwrap());
    // The first byte too: without a signature the file would then be no bundle at all.
    for place in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        let mut other = bytes.clone();
        other[place] ^= 1;
        fs::write(&file, other).unwrap();
        let (code, text) = verify(at, "open.pub");
        assert!(code == 1 && text.contains("altered"), "{place}: {text}");
    }
    fs::write(&file, &bytes).unwrap();
    let comment = signed.windows(7).position(|window| window == b"trusted").unwrap();
    for place in [comment, signed.len() - 40, signed.len() - 1] {
        let mut other = signed.clone();
        other[place] ^= 2;
        fs::write(&signature, other).unwrap();
        let (code, text) = verify(at, "open.pub");
        assert!(code == 1 && text.contains("altered"), "{place}: {text}");
    }
    fs::remove_file(&signature).unwrap();
    let (code, text) = verify(at, "open.pub");
    assert!(code == 2 && text.contains("there is no b.zip.minisig"), "{text}");
}

#[test]
fn a_password_comes_from_a_file_or_the_environment() {
    let folder = keys();
    let at = folder.path();
    let locked = ["--sign", "locked.key"];
    for more in [["--sign-password-file", "password.txt"], ["--sign-password-env", "KEY_PASSWORD"]]
    {
        assert_eq!(bundle(at, &[locked, more].concat()).0, 0, "{more:?}");
        assert_eq!(verify(at, "locked.pub").0, 0, "{more:?}");
    }
    let left = |folder: &Path| fs::read_dir(folder).unwrap().count();
    fs::remove_file(at.join("b.zip")).unwrap();
    fs::remove_file(at.join("b.zip.minisig")).unwrap();
    let before = left(at);
    let refused: [(&[&str], &str); 5] = [
        (&["--sign", "locked.key", "--sign-password-env", "OTHER"], "assword"),
        (&["--sign", "locked.key", "--sign-password-env", "NONE_SUCH"], "NONE_SUCH"),
        (&["--sign", "locked.pub"], "no secret key"),
        (&["--sign", "none.key"], "none.key"),
        (&["--sign-password-file", "password.txt"], "--sign"),
    ];
    for (more, told) in refused {
        let (code, text) = bundle(at, more);
        assert!(code == 2 && text.contains(told), "{more:?}: {text}");
    }
    assert_eq!(left(at), before);
}

#[test]
fn keys_are_no_inputs_and_an_older_signature_is_told() {
    let folder = keys();
    let at = folder.path();
    fs::copy(at.join("open.key"), at.join("in/open.key")).unwrap();
    assert_eq!(bundle(at, &["--sign", "in/open.key", "--with-inputs"]).0, 0);
    let key = fs::read(at.join("open.key")).unwrap();
    let bundled = fs::read(at.join("b.zip")).unwrap();
    assert!(!bundled.windows(key.len()).any(|window| window == key));
    let (code, text) = bundle(at, &[]);
    assert!(code == 0 && text.contains("b.zip.minisig is of an earlier bundle"), "{text}");
}
