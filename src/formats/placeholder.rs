//! Values that a tool or a person was meant to fill in and did not.

/// What template languages put around a name: Jinja, Ansible and Helm, shells and Ant, ERB and JSP,
/// build pipelines.
const MARKS: [(&str, &str); 7] =
    [("{{", "}}"), ("{%", "%}"), ("${", "}"), ("$(", ")"), ("#{", "}"), ("<%", "%>"), ("@@", "@@")];

/// Whether `value` holds a placeholder of a template (`{{ … }}`, `${ … }`, `%NAME%` …), or is one
/// altogether (`<server name>`): then it is no value at all.
#[must_use]
pub fn is_placeholder(value: &str) -> bool {
    let marked = |(open, close): &(&str, &str)| {
        value.split_once(open).is_some_and(|(_, rest)| rest.contains(close))
    };
    MARKS.iter().any(marked) || has_variable(value) || is_bracketed(value.trim())
}

/// `%NAME%`, a variable of a Windows script. Two characters (`%C3%A4`) are an encoded byte.
fn has_variable(value: &str) -> bool {
    let name = |part: &str| {
        part.len() > 2
            && part.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
            && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    // The first and the last part have a mark on one side only.
    let parts = value.split('%').count();
    value.split('%').skip(1).take(parts.saturating_sub(2)).any(name)
}

fn is_bracketed(value: &str) -> bool {
    value
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .is_some_and(|name| !name.trim().is_empty() && !name.contains(['<', '>', '@']))
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn templates_are_told_from_values() {
        for value in [
            "{{ host }}",
            "x{{a}}y",
            "${HOST}",
            "$(HOST)",
            "#{HOST}",
            "{% if a %}",
            "<%= a %>",
            "@@HOST@@",
            "https://%HOSTNAME%/traveler",
            "<server name>",
            "%_HOST_2%",
            "a%ABC%",
            " <server name> ",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in [
            "false",
            "{a}",
            "$HOST",
            "100%",
            "50% or 60%",
            "}}{{",
            "",
            "<>",
            "<x@example.com>",
            "/a%C3%A4%20b",
            "[A-Z]{2}$",
            "a@@b",
            "%AB%",
            "%Abc%",
            "%1ABC%",
            "%HOST",
            "HOST%",
            "100%HOST",
            "< >",
            "<a><b>",
            "<a",
        ] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
