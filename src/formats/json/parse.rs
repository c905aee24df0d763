//! From text to tree.

use super::{Json, Node};
use crate::evidence::Warning;

/// How deep lists and objects may be nested.
const MAX_DEPTH: usize = 64;
/// Values of a file: a list of empty lists costs more memory than text.
const MAX_VALUES: usize = 1_000_000;

/// The line on which a mark of a template stands outside of all quotes: `{%`, `{{` and `{#` are never
/// JSON.
pub(super) fn template_line(text: &str) -> Option<u64> {
    let mut line = 1;
    let (mut quoted, mut escaped, mut before) = (false, false, b' ');
    for byte in text.bytes() {
        match (quoted, byte) {
            (_, b'\n') => {
                line += 1;
                // No JSON text goes over a line end, so a quote that does not end hides one line.
                (quoted, escaped) = (false, false);
            }
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => quoted = !quoted,
            (false, b'%' | b'{' | b'#') if before == b'{' => return Some(line),
            _ => {}
        }
        before = if quoted { b' ' } else { byte };
    }
    None
}

/// Reads one text. After a fault nothing more is read, and every open list and object ends with
/// [`Json::Cut`].
pub(super) struct Parser<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    values: usize,
    fault: Option<Warning>,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1, values: 0, fault: None }
    }

    /// The tree, and what was wrong.
    pub(super) fn document(mut self) -> (Node, Option<Warning>) {
        let root = self.value(0);
        if self.fault.is_none() && self.peek().is_some() {
            self.fail("json-broken");
        }
        (root, self.fault)
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character that is no blank.
    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                _ => return Some(byte),
            }
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn fail(&mut self, code: &'static str) -> Json {
        let line = self.line;
        self.fault.get_or_insert_with(|| Warning::new(code, line));
        Json::Cut
    }

    fn value(&mut self, depth: usize) -> Node {
        let first = self.peek();
        let line = self.line;
        self.values += 1;
        let value = match first {
            _ if depth > MAX_DEPTH || self.values > MAX_VALUES => self.fail("json-too-deep"),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map_or_else(|| self.fail("json-broken"), Json::Text),
            Some(b't' | b'f' | b'n') => self.word(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.fail("json-broken"),
        };
        Node { line, value }
    }

    fn list(&mut self, depth: usize) -> Json {
        self.at += 1;
        let mut values = Vec::new();
        if self.take(b']') {
            return Json::List(values);
        }
        loop {
            values.push(self.value(depth + 1));
            if self.fault.is_some() || self.take(b']') {
                return Json::List(values);
            }
            if !self.take(b',') {
                values.push(self.cut());
                return Json::List(values);
            }
        }
    }

    fn object(&mut self, depth: usize) -> Json {
        self.at += 1;
        let mut members = Vec::new();
        if self.take(b'}') {
            return Json::Object(members);
        }
        loop {
            let name = if self.peek() == Some(b'"') { self.string() } else { None };
            let Some(name) = name.filter(|_| self.take(b':')) else {
                members.push((String::new(), self.cut()));
                return Json::Object(members);
            };
            members.push((name, self.value(depth + 1)));
            if self.fault.is_some() || self.take(b'}') {
                return Json::Object(members);
            }
            if !self.take(b',') {
                members.push((String::new(), self.cut()));
                return Json::Object(members);
            }
        }
    }

    fn cut(&mut self) -> Node {
        let value = self.fail("json-broken");
        Node { line: self.line, value }
    }

    /// The text in quotes that begins here.
    fn string(&mut self) -> Option<String> {
        let rest = self.rest();
        let mut escaped = true;
        let end = rest.bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let quoted = rest.get(..=end?)?;
        let text = serde_json::from_str(quoted).ok()?;
        self.at += quoted.len();
        Some(text)
    }

    fn word(&mut self) -> Json {
        for (word, value) in
            [("true", Json::Bool(true)), ("false", Json::Bool(false)), ("null", Json::Null)]
        {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return value;
            }
        }
        self.fail("json-broken")
    }

    fn number(&mut self) -> Json {
        let rest = self.rest();
        let in_number = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
        let end = rest.find(|c| !in_number(c)).unwrap_or(rest.len());
        let text = rest.get(..end).unwrap_or_default();
        if serde_json::from_str::<serde_json::Number>(text).is_err() {
            return self.fail("json-broken");
        }
        self.at += end;
        Json::Number(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tree on one line, `✂` where it breaks off, and the line of the fault.
    fn told(text: &str) -> String {
        let (root, fault) = Parser::new(text).document();
        let fault = fault.map(|fault| format!(" {}@{}", fault.code, fault.line.unwrap()));
        format!("{}{}", tree(&root), fault.unwrap_or_default())
    }

    fn tree(node: &Node) -> String {
        match &node.value {
            Json::Null => "null".to_owned(),
            Json::Bool(bool) => bool.to_string(),
            Json::Number(text) => text.clone(),
            Json::Text(text) => format!("'{text}'"),
            Json::List(values) => {
                format!("[{}]", values.iter().map(tree).collect::<Vec<_>>().join(" "))
            }
            Json::Object(members) => {
                let members = members.iter().map(|(name, value)| format!("{name}:{}", tree(value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(" "))
            }
            Json::Cut => "✂".to_owned(),
        }
    }

    #[test]
    fn texts_and_trees() {
        let cases = [
            ("{}", "{}"),
            (" [1, -2.5e3, true, false, null, \"x\"] \n", "[1 -2.5e3 true false null 'x']"),
            ("{\"b\":1,\"a\":{\"c\":[]},\"b\":2}", "{b:1 a:{c:[]} b:2}"),
            ("\"a\\\"b\\\\\"", "'a\"b\\'"),
            ("\"\\u0024x \\ud83d\\ude00\"", "'$x 😀'"),
            ("", "✂ json-broken@1"),
            ("{\"a\":1,\n\"b\"", "{a:1 :✂} json-broken@2"),
            ("{\"a\":[1,{\"b\":2", "{a:[1 {b:2 :✂}]} json-broken@1"),
            ("[1,]", "[1 ✂] json-broken@1"),
            ("[1 2]", "[1 ✂] json-broken@1"),
            ("{\"a\":\"x\n\"}", "{a:✂} json-broken@1"),
            ("{} x", "{} json-broken@1"),
            ("[01]", "[✂] json-broken@1"),
            ("{a:1}", "{:✂} json-broken@1"),
        ];
        for (text, wanted) in cases {
            assert_eq!(told(text), wanted, "{text}");
        }
        assert!(told(&"[".repeat(100_000)).ends_with("json-too-deep@1"));
    }

    #[test]
    fn depth_and_number_of_values_are_bounded() {
        let nested = |open: &str, close: &str, depth: usize| {
            told(&format!("{}1{}", open.repeat(depth), close.repeat(depth)))
        };
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            assert!(nested(open, close, MAX_DEPTH).ends_with(close));
            assert!(nested(open, close, MAX_DEPTH + 1).ends_with(" json-too-deep@1"));
        }
        for (text, fault) in [("[1]", None), ("[1,\n2]", Some(2))] {
            let parser = Parser { values: MAX_VALUES - 2, ..Parser::new(text) };
            let told = parser.document().1.map(|fault| (fault.code, fault.line));
            assert_eq!(told, fault.map(|line| ("json-too-deep", Some(line))), "{text}");
        }
    }

    #[test]
    fn templates_are_told_from_placeholders_in_texts() {
        let cases = [
            ("{\n{% if a %}\n\"b\": 1}", Some(2)),
            ("{\"a\": {{ b }} }", Some(1)),
            ("{# c #}\n{}", Some(1)),
            ("{\"a\": \"{{ b }} {% c %}\"}", None),
            ("{\"a\\\"{{\": 1}", None),
            ("{\"a\": {\"b\": 1}}", None),
            ("{\"a\": \"x\n{{ b }}", Some(2)),
        ];
        for (text, wanted) in cases {
            assert_eq!(template_line(text), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "([\\[\\]{},:\"\\\\ \n0-9a-z%ü-]|null|\"a\"|\\\\u00e4){0,40}") {
            told(&text);
            template_line(&text);
        }

        #[test]
        fn it_takes_what_serde_json_writes(list: Vec<(String, i64, bool)>) {
            let text = serde_json::to_string_pretty(&list).unwrap();
            let (root, fault) = Parser::new(&text).document();
            prop_assert!(fault.is_none());
            for (node, (word, number, flag)) in root.list().iter().zip(&list) {
                let texts: Vec<_> = node.list().iter().filter_map(Node::text).collect();
                prop_assert_eq!(texts, [word.clone(), number.to_string(), flag.to_string()]);
            }
        }
    }
}
