//! Makes of the data files in `src/catalog/data` what the program reads fastest when it starts: tables and
//! rows in the form of `src/catalog/quick.rs`, a sorted table of the texts, and a hash of each file. The
//! files stay what people read and correct.

use flate2::{Compression, write::ZlibEncoder};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/catalog/hashed.rs"]
#[allow(dead_code, reason = "the program uses all of it")]
mod hashed;

/// A part of what is written.
type Made = Result<String, Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src/catalog/data");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", data.display());
    println!("cargo::rerun-if-changed=src/catalog/hashed.rs");
    for file in files_of(&data)? {
        let text = fs::read_to_string(&file)?;
        fs::write(out.join(name_of(&file, "sha256")), hash(&text))?;
        let quick = match file.extension().and_then(|ending| ending.to_str()) {
            Some("toml") => text.parse().map_err(Into::into).and_then(|table| quick_table(&table)),
            Some("csv") => quick_rows(&text),
            _ => continue,
        };
        let quick = quick.map_err(|error| format!("{}: {error}", file.display()))?;
        fs::write(out.join(name_of(&file, "quick")), quick)?;
    }
    for file in files_of(&data.join("texts"))? {
        let table: toml::Table = fs::read_to_string(&file)?.parse()?;
        write_texts(&out, &file, &table)?;
    }
    Ok(())
}

/// The files of a folder; those of `texts` are among those of the folder above it.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => files.extend(files_of(&path)?),
            false => files.push(path),
        }
    }
    Ok(files)
}

/// `checks.toml` becomes `checks.toml.quick`.
fn name_of(file: &Path, ending: &str) -> String {
    format!("{}.{ending}", file.file_name().unwrap_or_default().to_string_lossy())
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn quick_table(table: &toml::Table) -> Made {
    let mut quick = format!("{{{}", number(table.len())?);
    for (key, value) in table {
        quick += &(counted(key)? + &quick_value(value)?);
    }
    Ok(quick)
}

fn quick_value(value: &toml::Value) -> Made {
    Ok(match value {
        toml::Value::String(text) => format!("s{}", counted(text)?),
        toml::Value::Integer(whole) => format!("n{}", number(usize::try_from(*whole)?)?),
        toml::Value::Boolean(is) => if *is { "t" } else { "f" }.to_owned(),
        // As the toml crate hands a date over.
        toml::Value::Datetime(day) => {
            let (key, day) = (counted("$__toml_private_datetime")?, counted(&day.to_string())?);
            format!("{{{}{key}s{day}", number(1)?)
        }
        toml::Value::Array(values) => {
            let all: Result<Vec<_>, _> = values.iter().map(quick_value).collect();
            format!("[{}{}", number(values.len())?, all?.concat())
        }
        toml::Value::Table(table) => quick_table(table)?,
        toml::Value::Float(_) => return Err("a number with a fraction".into()),
    })
}

fn quick_rows(text: &str) -> Made {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let (names, mut rows) = (reader.headers()?.clone(), Vec::new());
    for record in reader.records() {
        let record = record?;
        let mut row = format!("{{{}", number(names.len())?);
        for (name, column) in names.iter().zip(&record) {
            row += &(counted(name)? + &quick_column(column)?);
        }
        rows.push(row);
    }
    Ok(format!("[{}{}", number(rows.len())?, rows.concat()))
}

fn quick_column(column: &str) -> Made {
    Ok(match column {
        "" => "-".to_owned(),
        "true" => "t".to_owned(),
        "false" => "f".to_owned(),
        text => format!("s{}", counted(text)?),
    })
}

/// A text behind the number of its bytes.
fn counted(text: &str) -> Made {
    Ok(format!("{}{text}", number(text.len())?))
}

/// The character of this code.
fn number(number: usize) -> Result<char, Box<dyn Error>> {
    let code = char::from_u32(u32::try_from(number)?);
    code.ok_or_else(|| format!("{number} is too much, or no character").into())
}

/// Writes all texts of a language one behind the other, each behind its key, and a table of where they
/// are, in the order of the keys: nothing has to be read before one of them is looked up.
fn write_texts(out: &Path, file: &Path, table: &toml::Table) -> Result<(), Box<dyn Error>> {
    let mut texts = BTreeMap::new();
    gather(String::new(), table, &mut texts);
    let hashes: Vec<_> = texts.keys().map(|key| hashed::hash(&[key])).collect();
    if hashes.len() >= usize::from(u16::MAX) {
        return Err(
            format!("{}: too many texts for the table of their places", file.display()).into()
        );
    }
    let (mut all, mut index) = (String::new(), String::new());
    for (key, text) in texts {
        let (begins, between) = (all.len(), all.len() + key.len());
        writeln!(index, "[{begins}, {between}, {}],", between + text.len())?;
        all += &key;
        all += text;
    }
    // One language is read where it lies; the others are asked for less often, and make half the room.
    fs::write(out.join(name_of(file, "packed")), packed(&all)?)?;
    fs::write(out.join(name_of(file, "texts")), all)?;
    fs::write(out.join(name_of(file, "index")), format!("&[\n{index}]"))?;
    fs::write(out.join(name_of(file, "table")), format!("&{:?}", hashed::table(&hashes)))?;
    Ok(())
}

fn packed(text: &str) -> std::io::Result<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(text.as_bytes())?;
    packer.finish()
}

/// The texts of a table by their keys, `check/enforce-policy/title`.
fn gather<'t>(above: String, table: &'t toml::Table, texts: &mut BTreeMap<String, &'t str>) {
    for (key, value) in table {
        match value {
            toml::Value::Table(below) => gather(format!("{above}{key}/"), below, texts),
            toml::Value::String(text) => drop(texts.insert(format!("{above}{key}"), text)),
            // What is neither is no text; a test finds it where it should be one.
            _ => {}
        }
    }
}
