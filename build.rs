//! Turns the TOML files of `src/catalog/data` into JSON, which the program reads several times as fast
//! when it starts. The TOML files stay what people read and correct.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src/catalog/data");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", data.display());
    for folder in [data.clone(), data.join("texts")] {
        for entry in fs::read_dir(&folder)? {
            let file = entry?.path();
            if file.extension().is_some_and(|ending| ending == "toml") {
                let table: toml::Table = fs::read_to_string(&file)?
                    .parse()
                    .map_err(|error| format!("{}: {error}", file.display()))?;
                let name = file.with_extension("json");
                let name = name.file_name().unwrap_or_default();
                fs::write(out.join(name), serde_json::to_string(&table)?)?;
            }
        }
    }
    Ok(())
}
