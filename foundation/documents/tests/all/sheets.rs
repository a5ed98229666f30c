//! Workbooks and CSV files, read back by programs that did not write them.

use crate::sample;

use std::io::Cursor;

use crate::sample::PRODUCED_AT;
use calamine::{Data, Reader, Xlsx};
use documents::csv::{Flavour, OPEN_DATA_MISSING_VALUES};
use documents::{Cell, Column, Kind, Table, TableError, csv, xlsx};
use jiff::civil::date;

fn hostile() -> Table {
    let mut table = Table::new(
        "=cmd|' /C calc'!A0",
        "@SUM(A1)",
        vec![Column::new("texte", "=1+1", Kind::Text), Column::new("lien", "Lien", Kind::Url)],
    );
    table.rows = vec![
        vec![Cell::text("=HYPERLINK(\"http://exemple.fr\")"), Cell::link("", "https://exemple.fr/a?b=1;c=2")],
        vec![Cell::text("{=1+1}"), Cell::link("x", "javascript:alert(1)")],
        vec![Cell::text("+33 6 12"), Cell::link("", "=1+1")],
        vec![Cell::text("-12,5"), Cell::text("ligne 1\nligne \"2\"; fin\u{0}")],
        vec![Cell::text("https://exemple.fr"), Cell::text("012345")],
        vec![Cell::text("é".repeat(40_000)), Cell::text("")],
    ];
    table
}

#[test]
fn a_workbook_holds_typed_cells_and_a_sheet_of_sources() {
    let bytes = xlsx::write(&[sample::indicators(), sample::long_table(500)], PRODUCED_AT).expect("a workbook");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).expect("calamine reads it");
    assert_eq!(workbook.sheet_names(), ["indicateurs", "actions", "Sources"]);
    let sheet = workbook.worksheet_range("indicateurs").expect("the sheet");
    let cell = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert_eq!(cell(0, 3), Data::String("Revenu médian (€ par mois)".to_owned()));
    assert_eq!(cell(0, 4), Data::String("Subvention (€)".to_owned()));
    assert_eq!(cell(1, 1), Data::Float(4_120.0));
    assert_eq!(cell(1, 4), Data::Float(12_500.5));
    assert_eq!(cell(2, 1), Data::Float(0.0));
    assert_eq!(cell(2, 2), Data::String("non diffusé".to_owned()));
    assert_eq!(cell(2, 3), Data::String("non renseigné".to_owned()));
    assert_eq!(cell(3, 2), Data::String("pas demandé".to_owned()));
    assert_eq!(cell(2, 4), Data::Float(-50.0));
    assert_eq!(cell(4, 4), Data::Float(12_450.5));
    let Data::DateTime(day) = cell(1, 5) else { panic!("{:?} is not a date", cell(1, 5)) };
    assert!((day.as_f64() - 46_096.0).abs() < 1e-9, "15 March 2026 is day 46 096, not {day:?}");
    let sources = workbook.worksheet_range("Sources").expect("the sources");
    let text: Vec<String> = sources.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    for expected in ["3 quartiers sur 5", "recensement de démonstration", "pas demandé", "non diffusé", "non renseigné"]
    {
        assert!(text.iter().any(|cell| cell == expected), "{expected} not in {text:?}");
    }
}

#[test]
fn nothing_typed_by_a_person_is_a_formula() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("classeur.xlsx");
    let bytes = xlsx::write(&[hostile(), hostile()], PRODUCED_AT).expect("a workbook");
    std::fs::write(&file, &bytes).expect("the file is written");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).expect("calamine reads it");
    for name in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&name).expect("the formulas");
        assert_eq!(formulas.used_cells().count(), 0, "{name}");
    }
    sample::validate("check_xlsx.py", &[file.as_os_str()]);
}

#[test]
fn equal_tables_give_equal_workbooks() {
    let write = || xlsx::write(&[sample::indicators()], PRODUCED_AT).expect("a workbook");
    assert!(write() == write());
}

#[test]
fn a_table_that_does_not_fit_together_is_refused() {
    let mut table = sample::indicators();
    table.rows[1].pop();
    let refused = TableError::RowLength { table: "indicateurs".to_owned(), row: 2, expected: 7, found: 6 };
    assert_eq!(xlsx::write(&[table.clone()], PRODUCED_AT), Err(refused.clone()));
    assert_eq!(csv::write(&table, Flavour::Excel), Err(refused.clone()));
    assert_eq!(csv::write(&table, Flavour::OpenData), Err(refused));
}

#[test]
fn the_flavour_for_french_spreadsheets() {
    let bytes = csv::write(&sample::indicators(), Flavour::Excel).expect("a file");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let expected = [
        "\u{feff}Quartier;Habitants;Moins de 30 ans (%);Revenu médian (€ par mois);Subvention (€);Visité le;Conseil citoyen",
        "Belle-Île;4120;50,4;912;12500,50;15/03/2026;oui",
        "Les Œillets;0;non diffusé;non renseigné;-50,00;02/04/2026;non",
        "Bourg-l’Évêque;12870;pas demandé;1034;0,00;non renseigné;pas demandé",
        "Total;16990;;;12450,50;;",
        "",
    ];
    assert_eq!(text, expected.join("\r\n"));
    let hostile = String::from_utf8(csv::write(&hostile(), Flavour::Excel).expect("a file")).expect("UTF-8");
    assert!(hostile.contains("\"'=HYPERLINK(\"\"http://exemple.fr\"\")\""), "{hostile}");
    assert!(hostile.contains("\r\n-12,5;"), "{hostile}");
    assert!(hostile.contains(";'=1+1\r\n"), "{hostile}");
}

#[test]
fn the_flavour_for_machines() {
    let bytes = csv::write(&sample::indicators(), Flavour::OpenData).expect("a file");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let expected = [
        "quartier,habitants,part_jeunes,revenu,subvention,visite,conseil",
        "Belle-Île,4120,50.4,912,12500.50,2026-03-15,true",
        "Les Œillets,0,non diffusé,,-50.00,2026-04-02,false",
        "Bourg-l’Évêque,12870,pas demandé,1034,0.00,,pas demandé",
        "",
    ];
    assert_eq!(text, expected.join("\n"));
    for line in text.lines().skip(1) {
        let figure = line.split(',').nth(2).expect("a third field");
        assert!(figure.parse::<f64>().is_ok() || OPEN_DATA_MISSING_VALUES.contains(&figure), "{figure}");
    }
}

#[test]
fn files_survive_any_text() {
    let table = hostile();
    for flavour in [Flavour::Excel, Flavour::OpenData] {
        let bytes = csv::write(&table, flavour).expect("a file");
        let delimiter = if flavour == Flavour::Excel { b';' } else { b',' };
        let mut reader = ::csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes.as_slice());
        let records: Vec<::csv::StringRecord> = reader.records().map(|record| record.expect("a record")).collect();
        assert_eq!(records.len(), table.rows.len());
        assert_eq!(&records[3][1], "ligne 1\nligne \"2\"; fin\u{0}");
    }
}

#[test]
fn a_figure_is_read_the_same_everywhere() {
    let kind = Kind::Decimal(2);
    assert_eq!(Cell::Decimal(-1234.5).display(kind), "\u{2212}1\u{202f}234,50");
    assert_eq!(Cell::Euros(-5).display(Kind::Euros), "\u{2212}0,05");
    assert_eq!(Cell::Decimal(f64::INFINITY).display(kind), "n.r.");
    assert_eq!(Cell::NOT_ASKED.display(kind), "–");
    assert_eq!(Cell::Integer(0).display(Kind::Integer), "0");
    assert_eq!(Cell::Date(date(2026, 3, 1)).display(Kind::Date), "01/03/2026");
    assert_eq!(Cell::DateTime(date(2026, 3, 1).at(9, 5, 0, 0)).display(Kind::DateTime), "01/03/2026 09:05");
    assert_eq!(Cell::link("", "https://exemple.fr").display(Kind::Url), "https://exemple.fr");
}
