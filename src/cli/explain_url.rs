//! `explain-url`: what a request meets, step by step.

use super::args::{ExplainUrlArgs, Format};
use super::{Failure, audit, say, terminal};
use crate::assessment::{self, exit};
use crate::catalog::Catalog;
use crate::catalog::version::Product;
use crate::domino::sign_in::{Challenge, Request, answer};
use crate::inventory::{self, Options};
use crate::report::{self, UrlAnswer};
use std::io::Write;

pub(super) fn run(
    args: &ExplainUrlArgs,
    catalog: &Catalog,
    format: Format,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let request = Request::parse(&args.url).ok_or_else(|| {
        Failure::Usage(format!(
            "\"{}\" is no URL of a server; write it like https://mail.example.com/traveler",
            args.url
        ))
    })?;
    let request = Request { address: args.address.or(request.address), ..request };
    let map = audit::item_map(args.item_map.as_deref(), catalog)?;
    let options = Options {
        domino: audit::stated(&args.domino_version, Product::Domino)?,
        encoding: args.encoding,
        no_hash: true,
        ..Options::default()
    };
    let (collected, names) = audit::collect(&args.paths, catalog, map, options);
    if !collected.inputs.iter().any(assessment::is_recognised) {
        say(
            "traveler-audit: none of these files is one that can be read; `inspect` says why for each",
        );
        return Ok(exit::USAGE);
    }
    let inventory = inventory::build(&collected, &names);
    audit::refuse_strangers(&inventory, &collected)?;
    let tasks: Vec<_> =
        inventory.servers.iter().map(|server| (server, server.http_task())).collect();
    let answers: Vec<_> = tasks
        .iter()
        .map(|(server, task)| UrlAnswer {
            name: server.display_name(),
            known_from: server.known_from.as_str(),
            answer: answer(task, &request),
        })
        .collect();
    match format {
        Format::Table => report::write_url_table(catalog, &args.url, &answers, terminal(), out)?,
        Format::Json => report::write_url_json(catalog, &args.url, &answers, out)?,
    }
    let told = |one: &UrlAnswer<'_>| {
        one.answer.port_known && !matches!(one.answer.challenge, Challenge::Unknown(_))
    };
    let all = !answers.is_empty() && answers.iter().all(told);
    let sure = all && assessment::read_in_full(&collected.inputs);
    Ok(if sure { exit::CLEAN } else { exit::UNSURE })
}
