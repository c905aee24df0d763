//! What the tests of the readers share: reading bytes and looking at what came out.

use super::{Context, Head, ReadExtent, Record, Sink};
use crate::catalog::Catalog;
use crate::evidence::{InputPath, Warning};
use crate::intake::{Decoding, Stream};

/// All that a reader said.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) records: Vec<Record>,
    pub(super) warnings: Vec<Warning>,
    pub(super) extent: Option<ReadExtent>,
}

impl Sink for Said {
    fn has_enough_of(&self, _: Option<&str>, _: &str) -> bool {
        false
    }

    fn record(&mut self, record: Record) {
        self.records.push(record);
    }

    fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }
}

impl Said {
    /// `code@line name=value …` of each warning.
    pub(super) fn told(&self) -> Vec<String> {
        let told = |warning: &Warning| {
            let mut text = warning.code.to_owned();
            if let Some(line) = warning.line {
                text.push_str(&format!("@{line}"));
            }
            for (name, value) in &warning.args {
                text.push_str(&format!(" {name}={value}"));
            }
            text
        };
        self.warnings.iter().map(told).collect()
    }
}

type Reader = fn(&mut Stream<'_>, &Context<'_>, &mut dyn Sink) -> ReadExtent;

/// Reads `bytes` as the file `x`.
pub(super) fn said(reader: Reader, bytes: &[u8]) -> Said {
    let catalog = Catalog::built_in().unwrap();
    let context = Context { path: InputPath::named("x"), catalog: &catalog, skip_forms: false };
    let mut stream = Stream::new(bytes, b"", Decoding::detect(bytes));
    let mut said = Said::default();
    said.extent = Some(reader(&mut stream, &context, &mut said));
    said
}

/// Whether `recognise` takes a file of this name and content.
pub(super) fn takes(recognise: fn(&Head<'_>) -> bool, name: &str, content: &[u8]) -> bool {
    recognise(&Head::new(content, name))
}
