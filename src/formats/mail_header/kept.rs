//! What is kept of a header: the part that tells a version and the server, and nothing of people.

/// The texts to keep of a header; most have none.
pub(super) fn of(name: &str, value: &str) -> Vec<String> {
    if !has_dotted_number(value) {
        return Vec::new();
    }
    match name.to_ascii_lowercase().as_str() {
        "x-mailer" => vec![format!("X-Mailer: {}", mailer(value))],
        "x-mimetrack" => tracks(value),
        "received" => received(value).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn has_dotted_number(text: &str) -> bool {
    text.as_bytes()
        .windows(3)
        .any(|seen| matches!(seen, [a, b'.', b] if a.is_ascii_digit() && b.is_ascii_digit()))
}

/// Without the device, whose id and description belong to a person.
fn mailer(value: &str) -> &str {
    find(value, " on behalf of ").map_or(value, |at| value.get(..at).unwrap_or_default())
}

/// `Itemize by … on SERVER(Release … | date) at …; Serialize by …`: a text for each step that a
/// server took. A step of a client names a person, and its level is the client's.
fn tracks(value: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = value;
    while let Some(at) = find(rest, "(Release ") {
        let Some(end) = rest.get(at..).and_then(|tail| tail.find(')')).map(|end| at + end + 1)
        else {
            break;
        };
        let step = rest.get(step_begin(rest, at)..end).unwrap_or_default();
        if find(step, "notes client").is_none() {
            found.push(format!("X-MIMETrack: {step}"));
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    found
}

/// Where the step whose release stands at `release` begins: at its verb, or, where it has none that
/// we know, at the release itself, so that no name is kept by mistake.
fn step_begin(text: &str, release: usize) -> usize {
    let before = text.get(..release).unwrap_or_default();
    let verbs = ["Itemize by ", "Serialize by "];
    verbs.iter().filter_map(|verb| before.rfind(verb)).max().unwrap_or(release)
}

/// `by HOST (IBM Domino Release …)`, without the sender's host before it and the addresses after.
fn received(value: &str) -> Option<String> {
    let release = find(value, "Release ")?;
    let open = value.get(..release)?.rfind('(')?;
    let end = value.get(release..)?.find(')').map_or(value.len(), |end| release + end + 1);
    let begin = last(value.get(..open)?, "by ").unwrap_or(open);
    Some(format!("Received: {}", value.get(begin..end)?.trim()))
}

/// Where an ASCII text begins, whatever its case.
fn find(text: &str, word: &str) -> Option<usize> {
    let mut seen = text.as_bytes().windows(word.len());
    seen.position(|seen| seen.eq_ignore_ascii_case(word.as_bytes()))
}

/// Where the last such word begins, at the start of the text or after a blank.
fn last(text: &str, word: &str) -> Option<usize> {
    let at = text.rfind(word)?;
    let free = at == 0 || text.get(..at)?.ends_with(' ');
    free.then_some(at)
}
