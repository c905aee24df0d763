//! Values that a tool was meant to fill in and did not.

/// Whether `value` holds a placeholder of a template (`{{ … }}`, `{% … %}`, `${ … }`, `<% … %>`):
/// then it is no value at all.
#[must_use]
pub fn is_placeholder(value: &str) -> bool {
    [("{{", "}}"), ("{%", "%}"), ("${", "}"), ("<%", "%>")]
        .iter()
        .any(|(open, close)| value.split_once(open).is_some_and(|(_, rest)| rest.contains(close)))
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn templates_are_told_from_values() {
        for value in ["{{ host }}", "x{{a}}y", "${HOST}", "{% if a %}", "<%= a %>"] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in ["false", "{a}", "$HOST", "100%", "}}{{", ""] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
