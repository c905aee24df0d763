//! Signing a bundle: its keys, their passwords, and the file of the signature. A password is never an
//! argument, which every user of the host can read.

use super::whole_file::WholeFile;
use super::{Failure, say};
use crate::bundle::{PublicKey, SUFFIX, Signed, Signer, check_signature};
use clap::Args;
use jiff::civil::Date;
use std::ffi::OsString;
use std::fs::File;
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Bytes of a key file, of one with a password, and of a signature at the most.
const MAX_BYTES: u64 = 64 << 10;

// Arguments of `bundle` about its signature.
#[derive(Debug, Args)]
pub(super) struct SignArgs {
    /// Sign the bundle with this secret key of minisign; the signature is a file beside it, called like
    /// it with .minisig. A password is asked for at the terminal.
    #[arg(long, value_name = "KEYFILE")]
    sign: Option<PathBuf>,
    /// The password of the key is the first line of this file.
    #[arg(long, value_name = "FILE", requires = "sign")]
    sign_password_file: Option<PathBuf>,
    /// The password of the key stands in this environment variable.
    #[arg(long, value_name = "NAME", requires = "sign", conflicts_with = "sign_password_file")]
    sign_password_env: Option<String>,
}

/// A signature to be made.
pub(super) struct Signing {
    signer: Signer,
    file: WholeFile,
}

impl SignArgs {
    /// Opens the key, and begins the file of the signature.
    pub(super) fn begin(&self, bundle: &Path) -> Result<Option<Signing>, Failure> {
        let Some(key) = &self.sign else { return Ok(None) };
        let shown = key.display();
        let failure = |error: &dyn std::fmt::Display| {
            Failure::Usage(format!("cannot sign with {shown}: {error}"))
        };
        let text = read(key)?;
        let locked = Signer::is_locked(&text).map_err(|error| failure(&error))?;
        let password = locked.then(|| self.password(key)).transpose()?;
        let signer = Signer::open(&text, password).map_err(|error| failure(&error))?;
        Ok(Some(Signing { signer, file: WholeFile::create(&beside(bundle))? }))
    }

    /// The files that hold secrets: they are no inputs.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        [&self.sign, &self.sign_password_file].into_iter().flatten().map(PathBuf::as_path)
    }

    fn password(&self, key: &Path) -> Result<String, Failure> {
        if let Some(file) = &self.sign_password_file {
            return Ok(read(file)?.lines().next().unwrap_or_default().to_owned());
        }
        if let Some(name) = &self.sign_password_env {
            return std::env::var(name).map_err(|_| {
                Failure::Usage(format!("the environment variable {name} is not there, or no text"))
            });
        }
        rpassword::prompt_password(format!("Password of {}: ", key.display())).map_err(|error| {
            Failure::Usage(format!(
                "cannot ask for the password of {}: {error}; name a file with it with --sign-password-file, or a variable with --sign-password-env",
                key.display()
            ))
        })
    }
}

impl Signing {
    /// The file of the signature: it is no input.
    pub(super) fn places(&self) -> [PathBuf; 2] {
        self.file.places()
    }

    /// Signs the bundle; the file of the signature is then to be finished.
    pub(super) fn sign(mut self, bundle: &mut File, as_of: Date) -> Result<WholeFile, Failure> {
        bundle.seek(SeekFrom::Start(0))?;
        let signature = self.signer.sign(bundle, as_of);
        let signature = signature
            .map_err(|error| Failure::Usage(format!("cannot sign the bundle: {error}")))?;
        let written = self.file.file().write_all(signature.as_bytes());
        written.map_err(|error| self.file.failure(&error))?;
        Ok(self.file)
    }
}

/// A signature that an earlier bundle left behind would make this one look altered.
pub(super) fn tell_older(bundle: &Path) {
    let older = beside(bundle);
    if older.exists() {
        let shown = older.display();
        say(&format!(
            "traveler-audit: {shown} is of an earlier bundle; sign this one, or remove it"
        ));
    }
}

/// Whether a signature stands beside a bundle.
pub(super) fn is_there(bundle: &Path) -> bool {
    beside(bundle).is_file()
}

/// Checks the signature beside a bundle with a public key, or the file of one.
pub(super) fn check(bundle: &Path, file: &mut File, key: &PublicKey) -> Result<Signed, Failure> {
    let place = beside(bundle);
    let shown = bundle.display();
    if !place.exists() {
        let name = place.display();
        return Err(Failure::Usage(format!(
            "cannot check who signed {shown}: there is no {name}; ask for that file too"
        )));
    }
    let bytes = bytes_of(&place)?;
    let failure = |error| Failure::Usage(format!("cannot check {shown}: {error}"));
    check_signature(&bytes, key, file).map_err(failure)
}

/// A public key that was typed, or the file of one.
pub(super) fn public_key(typed: &str) -> Result<PublicKey, Failure> {
    if let Some(key) = PublicKey::from_line(typed) {
        return Ok(key);
    }
    PublicKey::from_file(&read(Path::new(typed))?)
        .map_err(|error| Failure::Usage(format!("cannot use the public key {typed}: {error}")))
}

fn beside(bundle: &Path) -> PathBuf {
    let mut name = OsString::from(bundle.as_os_str());
    name.push(SUFFIX);
    PathBuf::from(name)
}

fn read(file: &Path) -> Result<String, Failure> {
    let reason = |_| Failure::Usage(format!("{} is no text", file.display()));
    String::from_utf8(bytes_of(file)?).map_err(reason)
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, Failure> {
    let shown = file.display();
    let failure = |error: std::io::Error| Failure::Usage(format!("cannot read {shown}: {error}"));
    let size = std::fs::metadata(file).map_err(failure)?.len();
    if size > MAX_BYTES {
        return Err(failure(ErrorKind::FileTooLarge.into()));
    }
    std::fs::read(file).map_err(failure)
}
