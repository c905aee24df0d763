//! `--help` in another language. The English texts stand at the arguments themselves; those of other
//! languages are in the catalog, by the English.

use super::args::Arguments;
use super::lang::Lang;
use super::manners::terminal;
use crate::catalog::{HelpTexts, Language};
use clap::builder::StyledStr;
use clap::{Arg, Command, CommandFactory, ValueEnum};
use std::ffi::OsString;

/// The language in which help is to be shown, as far as these words tell it.
pub(super) fn language(words: &[OsString]) -> Language {
    let mut words = words.iter().filter_map(|word| word.to_str());
    let told = words.by_ref().find_map(|word| match word.strip_prefix("--lang") {
        Some("") => Some(None),
        Some(rest) => rest.strip_prefix('=').map(Some),
        None => None,
    });
    let told = match told {
        Some(None) => words.next(),
        Some(told) => told,
        None => None,
    };
    super::lang::chosen(told.and_then(|word| Lang::from_str(word, true).ok()))
}

/// The help that was asked for, in a language that is not English.
pub(super) fn text(words: &[OsString], texts: &HelpTexts) -> String {
    let mut command = spoken(texts);
    let asked: Vec<_> = words.iter().skip(1).filter_map(|word| word.to_str()).collect();
    let named = asked.iter().find(|word| {
        **word != "help" && command.get_subcommands().any(|own| own.get_name() == **word)
    });
    // As clap has it: -h is the short one.
    let short = asked.contains(&"-h") || (asked.is_empty());
    let shown = match named {
        Some(name) => command.find_subcommand_mut(name),
        None => Some(&mut command),
    };
    let help = shown.map(|command| match short {
        true => command.render_help(),
        false => command.render_long_help(),
    });
    let help = help.unwrap_or_default();
    let text = if terminal().colour { help.ansi().to_string() } else { help.to_string() };
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// All commands with all their arguments, for what shows them: those of a command before those of all.
pub(super) fn whole() -> Command {
    Arguments::command().mut_subcommands(|own| {
        // Else they are set up only after those of all have joined. The help of clap joins later, too.
        let mut alone = own.clone();
        alone.build();
        let args = alone.get_arguments().filter(|arg| arg.get_id() != "help").cloned();
        own.defer(|set_up| set_up).args(args).groups(alone.get_groups().cloned())
    })
}

/// All commands with the texts of this language.
pub(super) fn spoken(texts: &HelpTexts) -> Command {
    let mut command = whole();
    // The help of clap itself joins only now.
    command.build();
    command_in(command, texts)
}

fn command_in(command: Command, texts: &HelpTexts) -> Command {
    let of = |text: Option<&StyledStr>| text.map(|text| texts.of(&text.to_string()));
    let (about, long_about) = (of(command.get_about()), of(command.get_long_about()));
    let after = of(command.get_after_help());
    let words = &texts.words;
    let mut command = command
        .help_template(format!(
            "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
            words.usage
        ))
        .subcommand_help_heading(words.commands.clone());
    command = about.into_iter().fold(command, Command::about);
    command = long_about.into_iter().fold(command, Command::long_about);
    command = after.into_iter().fold(command, Command::after_help);
    command.mut_args(|arg| arg_in(arg, texts)).mut_subcommands(|own| command_in(own, texts))
}

fn arg_in(arg: Arg, texts: &HelpTexts) -> Arg {
    let words = &texts.words;
    let heading = match arg.get_help_heading() {
        Some(own) => texts.of(own),
        None if arg.is_positional() => words.arguments.clone(),
        None => words.options.clone(),
    };
    let short = arg.get_help().map(|text| texts.of(&text.to_string())).unwrap_or_default();
    let long = arg.get_long_help().map(|text| texts.of(&text.to_string()));
    let (names, list) = values_of(&arg, texts);
    let default = defaults_of(&arg, texts);
    arg.help_heading(heading)
        .hide_possible_values(true)
        .hide_default_value(true)
        .help(format!("{short}{names}{default}"))
        .long_help(format!("{}{list}{default}", long.unwrap_or(short)))
}

/// The values that an argument can have: in brackets, and as a list with what they mean.
fn values_of(arg: &Arg, texts: &HelpTexts) -> (String, String) {
    let values = arg.get_possible_values();
    if values.is_empty() || !arg.get_action().takes_values() {
        return (String::new(), String::new());
    }
    let names: Vec<_> = values.iter().map(|value| value.get_name()).collect();
    let names = format!(" [{}: {}]", texts.words.values, names.join(", "));
    let line = |value: &clap::builder::PossibleValue| {
        let meaning = value.get_help().map(|text| texts.of(&text.to_string()));
        let meaning = meaning.map(|text| format!(": {text}")).unwrap_or_default();
        format!("\n- {}{meaning}", value.get_name())
    };
    let lines: String = values.iter().map(line).collect();
    (names, format!("\n\n{}:{lines}", texts.words.values))
}

fn defaults_of(arg: &Arg, texts: &HelpTexts) -> String {
    let values: Vec<_> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let shown = arg.get_action().takes_values() && !values.is_empty();
    match shown {
        true => format!(" [{}: {}]", texts.words.default, values.join(" ")),
        false => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// All texts of a command and those below it.
    fn texts_of(command: &Command, into: &mut BTreeSet<String>) {
        let mut take = |text: Option<&StyledStr>| into.extend(text.map(ToString::to_string));
        take(command.get_about());
        take(command.get_long_about());
        take(command.get_after_help());
        for arg in command.get_arguments() {
            take(arg.get_help());
            take(arg.get_long_help());
        }
        for arg in command.get_arguments() {
            into.extend(arg.get_help_heading().map(str::to_owned));
            if arg.get_action().takes_values() {
                let values = arg.get_possible_values();
                into.extend(
                    values.iter().filter_map(|value| value.get_help()).map(ToString::to_string),
                );
            }
        }
        command.get_subcommands().for_each(|own| texts_of(own, into));
    }

    fn english() -> Command {
        let mut command = Arguments::command();
        command.build();
        command
    }

    #[test]
    fn every_text_of_help_has_its_german_and_no_german_is_left_over() {
        let german = HelpTexts::german().unwrap();
        let mut own = BTreeSet::new();
        texts_of(&english(), &mut own);
        let known: BTreeSet<_> = german.known().map(str::to_owned).collect();
        let missing: Vec<_> = own.difference(&known).collect();
        assert!(missing.is_empty(), "without German in help-de.toml: {missing:#?}");
        let left: Vec<_> = known.difference(&own).collect();
        assert!(left.is_empty(), "no help says this any more: {left:#?}");
    }

    fn each_command(command: Command, look: &mut dyn FnMut(&str, Command)) {
        for own in command.get_subcommands() {
            if own.get_name() != "help" {
                look(own.get_name(), own.clone());
            }
        }
        look("traveler-audit", command);
    }

    #[test]
    fn help_fits_eighty_columns_and_ends_with_an_example() {
        let german = HelpTexts::german().unwrap();
        for command in [english(), spoken(&german)] {
            each_command(command, &mut |name, command| {
                let mut command = command.term_width(80);
                let (long, short) = (command.render_long_help(), command.render_help());
                for text in [long.to_string(), short.to_string()] {
                    let wide = text.lines().find(|line| line.chars().count() > 80);
                    assert_eq!(wide, None, "{name}");
                    let example = text.rsplit("\n\n").find(|part| {
                        ["Example", "Beispiel"].iter().any(|word| part.starts_with(word))
                    });
                    assert!(example.is_some(), "{name} has no example: {text}");
                }
            });
        }
    }

    #[test]
    fn german_help_holds_no_english_word_of_clap() {
        let german = HelpTexts::german().unwrap();
        each_command(spoken(&german), &mut |name, mut command| {
            let text = command.render_long_help().to_string();
            for word in
                ["Usage:", "Options:", "Arguments:", "Commands:", "ossible values", "Print help"]
            {
                assert!(!text.contains(word), "{name}: {word}: {text}");
            }
        });
    }

    #[test]
    fn what_is_a_commands_own_stands_before_what_all_have() {
        let german = HelpTexts::german().unwrap();
        let audit = ["traveler-audit", "audit", "--help"].map(OsString::from);
        let text = text(&audit, &german);
        let headings: Vec<_> = text.lines().filter(|line| line.ends_with(':')).collect();
        assert_eq!(headings.get(..2), Some(&["Argumente:", "Optionen:"][..]), "{text}");
        assert!(headings.contains(&"Optionen aller Befehle:"), "{text}");
    }

    #[test]
    fn the_language_is_found_among_the_words() {
        let of = |words: &[&str]| {
            let words: Vec<_> = words.iter().map(OsString::from).collect();
            language(&words)
        };
        assert_eq!(of(&["x", "--lang", "de", "audit", "--help"]), Language::German);
        assert_eq!(of(&["x", "audit", "--lang=DE", "-h"]), Language::German);
        assert_eq!(of(&["x", "audit", "--help", "--lang", "en"]), Language::English);
    }
}
