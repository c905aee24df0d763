//! Ctrl-C, and a request of the system to end: what is half written is removed first, so that a file is
//! there as a whole or not at all.

use super::manners::say;
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

/// As shells tell it of a program that ended on Ctrl-C.
const INTERRUPTED: i32 = 130;

/// Files and folders that are half written.
static HALF: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Stands for a file or folder that is half written, until it is dropped.
#[derive(Debug)]
pub(super) struct Half(PathBuf);

impl Half {
    /// Creates what will be half written for a while; an interruption waits for that.
    pub(super) fn create<T>(
        create: impl FnOnce() -> io::Result<T>,
        path: impl FnOnce(&T) -> PathBuf,
    ) -> io::Result<(Self, T)> {
        listen();
        let mut half = half_written();
        let created = create()?;
        let own = path(&created);
        half.insert(own.clone());
        Ok((Self(own), created))
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        half_written().remove(&self.0);
    }
}

/// Does what must not stop in its middle: an interruption waits for its end.
pub(super) fn undisturbed<T>(work: impl FnOnce() -> T) -> T {
    let _waits = half_written();
    work()
}

fn half_written() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    HALF.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on an interruption is heard. One that is ignored on purpose, as under `nohup`, stays ignored.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Without it an interruption ends the program as ever.
        let _ = ctrlc::try_set_handler(end);
    });
}

/// Removes what is half written, where the program ends by a fault of its own and unwinds nothing.
pub(super) fn remove_half_written() {
    // The thread at fault may hold it.
    if let Ok(half) = HALF.try_lock() {
        remove(&half);
    }
}

fn remove(half: &BTreeSet<PathBuf>) {
    for path in half {
        let _ =
            if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    }
}

#[allow(clippy::exit, reason = "the thread that works can't be asked to stop")]
fn end() {
    // Held to the end: what comes now is not begun any more.
    let half = half_written();
    remove(&half);
    say("traveler-audit: interrupted; no file was left half written");
    std::process::exit(INTERRUPTED);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_half_written_is_known_until_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x");
        let create = || std::fs::File::create(&file).map(|_| file.clone());
        let (half, _) = Half::create(create, PathBuf::clone).unwrap();
        assert!(half_written().contains(&file));
        drop(half);
        assert!(!half_written().contains(&file));
        let failed = Half::create(|| Err::<PathBuf, _>(io::Error::other("no")), PathBuf::clone);
        assert!(failed.is_err() && !half_written().contains(&file));
    }
}
