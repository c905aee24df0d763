//! `explain-url`: what a request meets, step by step.

use super::args::{ExplainUrlArgs, Format};
use super::{Failure, audit, judge, say, terminal};
use crate::assessment::{self, exit};
use crate::catalog::Catalog;
use crate::catalog::version::Product;
use crate::domino::sign_in::{Challenge, Request, answer};
use crate::inventory::{self, Options};
use crate::report::{self, UrlAnswer};
use std::borrow::Cow;
use std::io::Write;

pub(super) fn run(
    args: &ExplainUrlArgs,
    catalog: &Catalog,
    format: Format,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let request_of = |url: &str| {
        Request::parse(url).ok_or_else(|| {
            Failure::Usage(format!(
                "\"{}\" is no URL of a server; write it like https://mail.example.com/traveler",
                without_secrets(catalog, url)
            ))
        })
    };
    request_of(&args.url)?;
    let map = audit::item_map(args.reading.item_map.as_deref(), catalog)?;
    let options = Options {
        domino: audit::stated_or(&args.domino_version, &args.reading.own.domino, Product::Domino)?,
        encoding: args.reading.encoding,
        no_hash: true,
        ..Options::default()
    };
    let mut anonymizer = args.reading.names.begin()?;
    let (collected, names) =
        audit::collect(&args.paths, catalog, map, options, anonymizer.as_mut())?;
    let (mut url, mut address) = (args.url.clone(), args.address);
    if let Some(names) = &mut anonymizer {
        url = names.option(&url)?;
        let other = address.map(|address| names.option(&address.to_string())).transpose()?;
        address = other.and_then(|address| address.parse().ok());
    }
    let request = request_of(&url)?;
    let request = Request { address: address.or(request.address), ..request };
    if !collected.inputs.iter().any(assessment::is_recognised) {
        say(
            "traveler-audit: none of these files is one that can be read; `inspect` says why for each",
        );
        return Ok(exit::USAGE);
    }
    let inventory = inventory::build(&collected, &names);
    judge::refuse_strangers(&inventory, &collected)?;
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
    let shown = without_secrets(catalog, &url);
    match format {
        Format::Table => report::write_url_table(catalog, &shown, &answers, terminal(), out)?,
        Format::Json => report::write_url_json(catalog, &shown, &answers, out)?,
    }
    let told = |one: &UrlAnswer<'_>| {
        one.answer.port_known && !matches!(one.answer.challenge, Challenge::Unknown(_))
    };
    let all = !answers.is_empty() && answers.iter().all(told);
    let sure = all && assessment::read_in_full(&collected.inputs);
    Ok(if sure { exit::CLEAN } else { exit::UNSURE })
}

/// A URL without name, password and query, which take no part, where a secret is among them.
fn without_secrets<'u>(catalog: &Catalog, url: &'u str) -> Cow<'u, str> {
    if !catalog.settings.holds_secret(url) {
        return Cow::Borrowed(url);
    }
    let plain = url.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = plain.split_once("://").unwrap_or(("", plain));
    let shown = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    if scheme.is_empty() || catalog.settings.holds_secret(shown) {
        return Cow::Borrowed("…");
    }
    Cow::Owned(format!("{scheme}://{shown}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_shown_without_its_password() {
        let catalog = Catalog::built_in().unwrap();
        let cases = [
            ("https://mail.example.com/traveler?x=1", "https://mail.example.com/traveler?x=1"),
            ("https://pat:geheim@mail.example.com/traveler", "https://mail.example.com/traveler"),
            ("https://mail.example.com/a?password=geheim", "https://mail.example.com/a"),
            ("pat:geheim@mail.example.com", "…"),
        ];
        for (url, wanted) in cases {
            assert_eq!(without_secrets(&catalog, url), wanted, "{url}");
        }
    }
}
