//! Reading ahead: of a large input whose hash nobody wants, another thread reads the next blocks while
//! this one looks for what matters in the last. With a hash the second core has that to do.

use super::block::Block;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Blocks that are under way, beside the one that is looked at.
const BLOCKS: usize = 3;

/// Where the bytes of an input come from.
pub(super) enum Origin<'a> {
    /// A source that stays on this thread.
    Here(Box<dyn Read + 'a>),
    /// A source that another thread may read.
    Movable(Box<dyn Read + Send>),
    /// Another thread reads it.
    Ahead(Ahead),
}

impl Origin<'_> {
    /// Reads the next bytes into `block`, behind `rest`.
    pub(super) fn fill(&mut self, block: &mut Block, rest: &[u8]) -> io::Result<()> {
        match self {
            Self::Here(source) => block.fill(rest, source),
            Self::Movable(source) => block.fill(rest, source),
            Self::Ahead(ahead) => ahead.fill(block, rest),
        }
    }

    /// Has another thread read from here on, where that can be.
    pub(super) fn read_ahead(&mut self) {
        match std::mem::replace(self, Self::Here(Box::new(io::empty()))) {
            Self::Movable(source) => *self = Ahead::start(source),
            other => *self = other,
        }
    }
}

/// What the thread read: a block, and whether reading failed behind what is in it.
type Filled = (Block, io::Result<()>);

/// The ways to the thread and back. It ends when they are dropped, and at the end of the source.
pub(super) struct Ahead {
    free: Sender<Block>,
    filled: Receiver<Filled>,
    ended: bool,
}

impl Ahead {
    fn start<'a>(source: Box<dyn Read + Send>) -> Origin<'a> {
        let (free, blocks) = channel();
        let (done, filled) = channel();
        // The source goes there only once the thread is there.
        let (hand_over, taken) = channel();
        let work = move || {
            if let Ok(source) = taken.recv() {
                read_blocks(source, &blocks, &done);
            }
        };
        if thread::Builder::new().name("read".to_owned()).spawn(work).is_err() {
            return Origin::Movable(source);
        }
        if let Err(refused) = hand_over.send(source) {
            return Origin::Movable(refused.0);
        }
        for _ in 0..BLOCKS {
            // A thread that has ended already told so by then.
            let _ = free.send(Block::new());
        }
        Origin::Ahead(Self { free, filled, ended: false })
    }

    fn fill(&mut self, block: &mut Block, rest: &[u8]) -> io::Result<()> {
        let (next, read) = match self.filled.recv() {
            Ok(filled) => filled,
            Err(_) if self.ended => (Block::of(0), Ok(())),
            Err(_) => return Err(io::Error::other("the thread that reads has ended")),
        };
        self.ended = read.is_ok() && next.fresh().is_empty();
        let seen = std::mem::replace(block, next);
        block.put_in_front(rest);
        let _ = self.free.send(seen);
        read
    }
}

fn read_blocks(mut source: Box<dyn Read + Send>, free: &Receiver<Block>, done: &Sender<Filled>) {
    for mut block in free {
        let read = block.fill(b"", &mut source);
        let ended = read.is_ok() && block.fresh().is_empty();
        // The one who looked may have seen enough.
        if done.send((block, read)).is_err() || ended {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives all its bytes, then fails once, then ends.
    struct Failing(Vec<u8>, u8);

    impl Read for Failing {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() && self.1 > 0 {
                self.1 -= 1;
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            let length = out.len().min(self.0.len()).min(100_000);
            out[..length].copy_from_slice(&self.0[..length]);
            self.0.drain(..length);
            Ok(length)
        }
    }

    fn ahead(bytes: &[u8], failures: u8) -> Origin<'static> {
        let mut origin = Origin::Movable(Box::new(Failing(bytes.to_vec(), failures)));
        origin.read_ahead();
        assert!(matches!(origin, Origin::Ahead(_)));
        origin
    }

    #[test]
    fn what_is_read_ahead_comes_whole_and_in_order_behind_what_was_left() {
        let bytes: Vec<u8> = (0..400_000_u32).flat_map(u32::to_le_bytes).collect();
        let mut origin = ahead(&bytes, 0);
        let (mut block, mut all) = (Block::new(), Vec::new());
        loop {
            origin.fill(&mut block, b"rest").unwrap();
            assert_eq!(&block.all()[..4], b"rest");
            if block.fresh().is_empty() {
                break;
            }
            all.extend_from_slice(block.fresh());
        }
        assert_eq!(all, bytes);
        // The end stays the end.
        origin.fill(&mut block, b"").unwrap();
        assert!(block.all().is_empty());
    }

    #[test]
    fn a_failure_is_told_where_it_came_and_is_no_end() {
        let mut origin = ahead(b"abc", 1);
        let mut block = Block::new();
        origin.fill(&mut block, b"").unwrap();
        assert_eq!(block.fresh(), b"abc");
        let error = origin.fill(&mut block, b"c").unwrap_err();
        assert_eq!((error.kind(), block.all()), (io::ErrorKind::PermissionDenied, &b"c"[..]));
        origin.fill(&mut block, b"c").unwrap();
        assert_eq!(block.all(), b"c");
    }

    #[test]
    fn who_has_seen_enough_leaves_no_thread_that_waits() {
        let mut origin = ahead(&vec![b'x'; 4_000_000], 0);
        let mut block = Block::new();
        origin.fill(&mut block, b"").unwrap();
        drop(origin);
    }

    #[test]
    fn a_source_that_must_stay_here_stays() {
        let mut origin = Origin::Here(Box::new(&b"abc"[..]));
        origin.read_ahead();
        let mut block = Block::new();
        origin.fill(&mut block, b"").unwrap();
        assert!(matches!(origin, Origin::Here(_)) && block.fresh() == b"abc");
    }
}
