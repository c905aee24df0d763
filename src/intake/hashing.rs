//! The hash of an input, while it is read: of a small one in between, of a large one on a thread of
//! its own, which takes the same buffers as the reader does.

use super::block::Block;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};

/// Bytes from which on a thread is worth its start.
pub(super) const LARGE: u64 = 1024 * 1024;
/// Buffers in use at once.
const BUFFERS: usize = 4;

/// The hash so far.
pub(super) enum Hashing {
    /// None is wanted.
    Off,
    /// It is done while the reader waits.
    Here(Sha256, u64),
    /// Another thread does it.
    There(Helper),
}

/// The thread, and the ways to it and back.
pub(super) struct Helper {
    work: SyncSender<Arc<Block>>,
    done: Receiver<Arc<Block>>,
    thread: JoinHandle<Sha256>,
    made: usize,
}

impl Hashing {
    pub(super) fn new() -> Self {
        Self::Here(Sha256::new(), 0)
    }

    /// Takes what was read into the block.
    pub(super) fn update(&mut self, block: &Arc<Block>) {
        match self {
            Self::Off => {}
            Self::Here(hash, taken) => {
                let before = *taken;
                *taken += block.fresh().len() as u64;
                hash.update(block.fresh());
                // Asked once: a second core does not come while we read.
                if before < LARGE && *taken >= LARGE && has_second_core() {
                    let hash = std::mem::take(hash);
                    *self = Self::elsewhere(hash, *taken);
                }
            }
            Self::There(helper) => {
                // It takes blocks until we drop our end.
                let _ = helper.work.send(Arc::clone(block));
            }
        }
    }

    /// Another block to read into, in place of one that may be with the helper.
    pub(super) fn free_block(&mut self) -> Arc<Block> {
        let Self::There(helper) = self else { return Arc::new(Block::new()) };
        if let Ok(block) = helper.done.try_recv() {
            return block;
        }
        if helper.made < BUFFERS {
            helper.made += 1;
            return Arc::new(Block::new());
        }
        helper.done.recv().unwrap_or_else(|_| Arc::new(Block::new()))
    }

    /// The hash of all that was taken, as 64 hexadecimal digits.
    pub(super) fn finish(self) -> Option<String> {
        let hash = match self {
            Self::Off => return None,
            Self::Here(hash, _) => hash,
            Self::There(Helper { work, thread, .. }) => {
                drop(work);
                thread.join().ok()?
            }
        };
        Some(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    fn elsewhere(hash: Sha256, taken: u64) -> Self {
        let (work, blocks) = sync_channel(BUFFERS);
        let (back, done) = channel();
        let ours = hash.clone();
        let named = thread::Builder::new().name("hash".to_owned());
        match named.spawn(move || hash_blocks(ours, &blocks, &back)) {
            Ok(thread) => Self::There(Helper { work, done, thread, made: 1 }),
            Err(_) => Self::Here(hash, taken),
        }
    }
}

pub(super) fn has_second_core() -> bool {
    thread::available_parallelism().is_ok_and(|cores| cores.get() > 1)
}

fn hash_blocks(
    mut hash: Sha256,
    blocks: &Receiver<Arc<Block>>,
    back: &Sender<Arc<Block>>,
) -> Sha256 {
    for block in blocks {
        hash.update(block.fresh());
        // The reader may have seen enough; then nobody wants the block back.
        let _ = back.send(block);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_helper_gives_the_same_hash_and_the_blocks_back() {
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|number| number.to_le_bytes()[0]).collect();
        let wanted: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let forced = Hashing::elsewhere(Sha256::new(), 0);
        for mut hashing in [Hashing::new(), forced] {
            let mut source = &bytes[..];
            let mut block = hashing.free_block();
            loop {
                Arc::get_mut(&mut block).unwrap().fill(b"", &mut source).unwrap();
                if block.fresh().is_empty() {
                    break;
                }
                hashing.update(&block);
                block = hashing.free_block();
            }
            if let Hashing::There(helper) = &hashing {
                assert!(helper.made <= BUFFERS);
            }
            assert_eq!(hashing.finish().as_deref(), Some(wanted.as_str()));
        }
        assert_eq!(Hashing::Off.finish(), None);
    }
}
