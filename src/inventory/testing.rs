//! An inventory of small inputs, for tests: by the same readers that a user's files go through.

use super::{Inventory, Options, build, collect};
use crate::catalog::Catalog;
use crate::naming::{ItemMap, Names};

/// Builds the inventory of these files; also tells the folder they stood in.
pub(crate) fn inventory_of(files: &[(&str, &str)], options: Options) -> (Inventory, String) {
    inventory_with(files, options, &Catalog::built_in().unwrap())
}

/// The same with a catalog of one's own.
pub(crate) fn inventory_with(
    files: &[(&str, &str)],
    options: Options,
    catalog: &Catalog,
) -> (Inventory, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    let mut collected = collect(&[folder.path().to_path_buf()], catalog, options);
    let mut names = Names::new(catalog, ItemMap::default());
    for design in std::mem::take(&mut collected.designs) {
        names.learn(design);
    }
    (build(&collected, &names), folder.path().to_str().unwrap().to_owned())
}
