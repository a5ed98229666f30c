//! Grants, rows and the tools that judge them.
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::civil::date;
use subsidies::{Beneficiary, Column, Giver, Grant, Nature, Payment, Share, Terms};

/// A grant of the contract: every column filled but the register of companies.
pub fn grant() -> Grant {
    Grant {
        giver: Giver { name: "Carcassonne Agglo".to_owned(), siret: "20003571500008".to_owned() },
        signed_on: date(2026, 5, 18),
        reference: "2026-05-103".to_owned(),
        beneficiary: Beneficiary::Organisation {
            name: "Association Exemple".to_owned(),
            siret: Some("73282932000074".to_owned()),
            rna: Some("W111000123".to_owned()),
        },
        object: "Contrat de ville 2026 : ateliers, sorties (2 actions) dits « du mardi », \"ensemble\"".to_owned(),
        cents: 1_450_000,
        nature: Nature::Cash,
        terms: Terms::Staged,
        payment: Payment::Between(date(2026, 6, 15), date(2027, 6, 30)),
        register: String::new(),
        is_notified: false,
        share: Share::WHOLE,
        scheme: "Contrat de ville – appel à projets 2026".to_owned(),
    }
}

/// A sound row of cells.
pub fn cells() -> Vec<String> {
    [
        "Carcassonne Agglo",
        "20003571500008",
        "2026-05-18",
        "2026-05-103",
        "Association Exemple",
        "73282932000074",
        "",
        "Ateliers",
        "14500.00",
        "aide en numéraire",
        "échelonné",
        "2026-06-15/2027-06-30",
        "",
        "non",
        "1.00",
        "Contrat de ville",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The same with some columns changed.
pub fn changed(changes: &[(&str, &str)]) -> Vec<String> {
    let mut cells = cells();
    for (name, value) in changes {
        let at = Column::ALL.iter().position(|column| column.name() == *name).expect("a column");
        cells[at] = (*value).to_owned();
    }
    cells
}

/// Titles.
pub fn titles() -> Vec<String> {
    Column::ALL.iter().map(|column| column.name().to_owned()).collect()
}

/// Rows as a file.
pub fn file(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\n").collect()
}

/// The interpreter of Python with the tools of tests.
pub fn python() -> Command {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tool = Command::new(root.join("../../tests/tools/python.sh")).stderr(Stdio::inherit()).output();
    let tool = tool.expect("tests/tools/python.sh runs");
    assert!(tool.status.success(), "tests/tools/python.sh makes the Python environment");
    Command::new(String::from_utf8(tool.stdout).expect("a path").trim())
}

/// A script beside the tests.
pub fn oracle(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles").join(name)
}

/// A file of open data, where the folder is.
pub fn open_data(path: &str) -> Option<PathBuf> {
    std::env::var_os("PARVIS_OPEN_DATA").map(|folder| PathBuf::from(folder).join(path)).filter(|path| path.exists())
}

/// What the validator says: a row, a column, a code.
pub type Told = (Option<u64>, Option<String>, String);

/// What `frictionless` refuses in files arranged one way, `scdl` or `regulatory`.
pub fn frictionless(arrangement: &str, paths: &[PathBuf]) -> Vec<Vec<Told>> {
    let mut tool = python();
    told(tool.arg(oracle("tables.py")).arg(oracle("subventions-2.1.1.json")).arg(arrangement).args(paths))
}

/// What it refuses in files.
pub fn validata(paths: &[PathBuf]) -> Vec<Vec<Told>> {
    let mut tool = python();
    told(tool.arg(oracle("validata.py")).arg(oracle("subventions-2.1.1.json")).args(paths))
}

fn told(tool: &mut Command) -> Vec<Vec<Told>> {
    let said = tool.output().expect("python runs");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let lines = String::from_utf8(said.stdout).expect("UTF-8");
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}
