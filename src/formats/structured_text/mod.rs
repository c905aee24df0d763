//! stub
use super::{Context, Head, ReadExtent, Sink};
use crate::intake::Stream;
/// stub
#[must_use]
pub fn recognise(_head: &Head<'_>) -> bool {
    false
}
/// stub
pub fn read(_input: &mut Stream<'_>, _context: &Context<'_>, _sink: &mut dyn Sink) -> ReadExtent {
    ReadExtent::None
}
