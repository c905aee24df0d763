//! Access log of the HTTP task, in NCSA common format and the extended format of Domino.
//!
//! The HCL Domino help on domino log files describes both:
//! `host ident user [time] "request" status bytes "referer" "agent" milliseconds "cookie" "file"`.
//! Logs of a proxy in front (combined format, a virtual host in the first column) look alike and are
//! read too. What names a person (user, values of the query) is not kept.

mod front;
mod line;
mod query;
mod recognise;
mod request;

pub use recognise::recognise;

use super::{Context, ReadExtent, Record, Request, Sink};
use crate::evidence::{Location, Warning};
use crate::intake::{Line, Stream};

/// Reads an access log.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let mut extent = ReadExtent::Full;
    // First line and count of the lines that are no requests.
    let mut unread: Option<(u64, u64)> = None;
    loop {
        match input.next_line() {
            Ok(Some(line)) if is_empty(&line) => {}
            Ok(Some(line)) => match parse(&line, context) {
                Ok(Some(request)) => sink.record(Record::Request(request)),
                Ok(None) => {}
                Err(NotUnderstood) => unread.get_or_insert((line.start.line, 0)).1 += 1,
            },
            Ok(None) => break,
            Err(error) => {
                extent = ReadExtent::Part;
                sink.warn(Warning::new("read-error", None).with("reason", error));
                break;
            }
        }
    }
    if let Some((line, count)) = unread {
        extent = ReadExtent::Part;
        sink.warn(Warning::new("lines-not-understood", line).with("count", count));
    }
    extent
}

/// A line that is none of an access log.
struct NotUnderstood;

/// Blank lines and the directives some proxies put in front.
fn is_empty(line: &Line<'_>) -> bool {
    line.text.trim_start().is_empty() || line.text.starts_with('#')
}

/// The request of a line; none where the client sent none.
fn parse(line: &Line<'_>, context: &Context<'_>) -> Result<Option<Request>, NotUnderstood> {
    if line.cut || line.nul {
        return Err(NotUnderstood);
    }
    let parts = line::parts(&line.text).ok_or(NotUnderstood)?;
    let Some(sent) = request::sent(parts.request) else {
        return Ok(None);
    };
    let front = front::front(parts.before);
    let location = Location {
        span: Some((line.start.offset, line.start.offset + line.length)),
        ..Location::line(&context.path, line.start.line)
    };
    Ok(Some(Request {
        time: line::time(parts.stamp),
        ahead: line::ahead(parts.stamp),
        method: sent.method.to_owned(),
        path: sent.path.to_owned(),
        query_names: sent.query_names,
        call: query::call(sent.query),
        host: sent.host.or(front.host).map(str::to_owned),
        authenticated: front.named,
        status: parts.status,
        agent: line::agent(parts.after),
        location,
    }))
}

#[cfg(test)]
mod tests;
