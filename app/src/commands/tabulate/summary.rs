//! What a reader opens first: every question, its base, its figures, and what does not hold.

use std::collections::BTreeSet;
use std::fmt::Write;

use documents::csv::Flavour;
use documents::table::{Cell, Column, Kind, Table, TableError};
use tabulation::answers::Remark;
use tabulation::coherence::{Claim, Figure, Shares, check};
use tabulation::{DataSet, Request, Strength, flat};

use super::{Told, line_of};
use surveys::facade::tables::{self, Reader};

/// Column of the citations in the list of bases.
const CITATIONS: usize = 9;

/// What a question is, in French.
pub fn sort_of(kind: tabulation::Kind) -> &'static str {
    match kind {
        tabulation::Kind::Single => "choix unique",
        tabulation::Kind::Multiple => "choix multiple",
        tabulation::Kind::Number => "nombre",
        tabulation::Kind::Open => "question ouverte",
    }
}

/// One line per question: who was asked, who answered.
pub fn csv(told: &[Told], reader: Reader) -> Result<Vec<u8>, TableError> {
    let count = |key: &str, words: &str| Column::new(key, words, Kind::Integer);
    let columns = vec![
        Column::new("question", "Question", Kind::Text).row_header(),
        Column::new("libelle", "Libellé", Kind::Text),
        Column::new("type", "Sorte", Kind::Text),
        count("personnes", "Personnes"),
        count("non_posee", "Non posée"),
        count("sans_reponse", "Sans réponse"),
        count("ne_sait_pas", "Ne sait pas"),
        count("prefere_ne_pas_repondre", "Préfère ne pas répondre"),
        count("base", "Base"),
        count("citations", "Citations"),
        count("trop_de_choix", "Trop de choix"),
        Column::new("remarque", "Remarque", Kind::Text),
        Column::new("fichier", "Fichier", Kind::Text),
    ];
    let mut made = Table::new("summary", "Questions et bases", columns);
    for told in told {
        let base = &told.table.base;
        let mut cells = vec![Cell::text(&told.name), Cell::text(&told.label), Cell::text(told.sort)];
        let counts = [
            base.respondents,
            base.not_asked,
            base.no_answer,
            base.dont_know,
            base.rather_not_say,
            base.effective.count,
            told.table.citations.count,
            told.table.over_cap,
        ];
        cells.extend(counts.map(|count| Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX))));
        if tables::hidden_lines(&told.table, reader).contains(&true) {
            // The sum of the citations would give a hidden line back.
            cells[CITATIONS] = Cell::NOT_DISCLOSED;
        }
        cells.push(Cell::text(Strength::of(base.effective.count).mark().unwrap_or_default()));
        cells.push(Cell::text(&told.file));
        made.rows.push(cells);
    }
    documents::csv::write(&made, Flavour::OpenData)
}

/// The same to read, with the figures.
pub fn markdown(data: &DataSet, told: &[Told], reader: Reader) -> String {
    let mut text = String::from("# Résultats\n\n");
    // Writing to a string does not fail.
    let _ = writeln!(text, "{} personnes.\n", data.len());
    text.push_str("Chaque part est calculée sur la base de sa question : les personnes à qui elle a été posée et qui ont répondu. ");
    text.push_str(tabulation::weights::NOT_PROBABILISTIC);
    text.push('\n');
    if reader == Reader::Everybody {
        text.push_str("\n« n.d. » : non diffusé, trop peu de personnes.\n");
    }
    for told in told {
        let variable = &data.variables()[told.variable];
        let _ = writeln!(text, "\n## {}\n\nBase : {}.", one_line(&told.label), tables::base_sentence(&told.table));
        if let Some(most) = variable.max_selected {
            let over = told.table.over_cap;
            let _ = writeln!(text, "\n{most} réponses au plus par personne.");
            if over > 0 && reader == Reader::Agents {
                let told =
                    kernel::french::count(i64::try_from(over).unwrap_or(i64::MAX), "personne en a", "personnes en ont");
                let _ = writeln!(text, "{told} donné davantage.");
            }
        }
        let is_hidden = tables::hidden_lines(&told.table, reader).contains(&true);
        if let Some(mean) = told.table.mean_citations().filter(|_| !is_hidden) {
            let mean = kernel::french::decimal(mean, 1);
            let _ = writeln!(
                text,
                "\n{mean} réponses par personne en moyenne ; les parts des personnes font plus de 100 %."
            );
        }
        if told.written.rows.is_empty() {
            continue;
        }
        text.push('\n');
        let titles: Vec<String> = told.written.columns.iter().map(Column::title).collect();
        let rule: Vec<&str> =
            told.written.columns.iter().map(|column| if column.kind.is_number() { "---:" } else { "---" }).collect();
        let _ = writeln!(text, "| {} |\n| {} |", titles.join(" | "), rule.join(" | "));
        for row in &told.written.rows {
            let cells: Vec<String> = told.written.display(row).map(|cell| one_line(&cell)).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// What does not hold between figures, and what was noticed in the file.
pub fn coherence(data: &DataSet, told: &[Told], remarks: &[Remark], of_file: &[String], by: &[usize]) -> String {
    let respondents = data.len() as u64;
    let mut claims = Vec::new();
    for variable in by {
        // The parts of a cut (channels, neighbourhoods) must make the whole, or somebody is nowhere.
        let asked = &data.variables()[*variable];
        if let Ok(table) = flat(data, *variable, &Request::default()) {
            let part = |row: &tabulation::FlatRow| {
                Figure::new(&tables::name(asked, row.slot).1, "tableau", row.tally.count as f64)
            };
            let total = Figure::new(&format!("personnes, selon {}", asked.name), "fichier", respondents as f64);
            claims.push(Claim::Total { total, parts: table.rows.iter().map(part).collect() });
        }
    }
    for told in told.iter().filter(|told| !told.table.rows.is_empty()) {
        let variable = &data.variables()[told.variable];
        let decimals = Strength::of(told.table.base.effective.count).decimals();
        let share = |row: &tabulation::FlatRow| {
            let percent = tabulation::percent(row.tally.count, told.table.base.effective.count, decimals?)?;
            let value = percent as f64 / 10f64.powi(i32::try_from(decimals?).ok()?);
            let figure =
                Figure { decimals: decimals?, ..Figure::new(&tables::name(variable, row.slot).1, &told.file, value) };
            Some((figure, Some(row.tally.count)))
        };
        claims.push(Claim::Shares(Shares {
            question: variable.name.clone(),
            shares: told.table.rows.iter().filter_map(share).collect(),
            base: Some(told.table.base.effective.count),
            respondents: Some(respondents),
            choices: if variable.kind == tabulation::Kind::Single { Some(1) } else { variable.max_selected },
            explained: 0.0,
        }));
    }
    let mut text = String::new();
    let mut section = |title: &str, lines: Vec<String>, none: &str| {
        let _ = writeln!(text, "{title}");
        if lines.is_empty() {
            let _ = writeln!(text, "  {none}");
        }
        for line in lines {
            let _ = writeln!(text, "  - {line}");
        }
        text.push('\n');
    };
    let findings = check(&claims).into_iter().map(|finding| finding.sentence).collect();
    section("Chiffres qui ne s’accordent pas", findings, "Aucun.");
    let noticed = of_file.iter().cloned().chain(remarks.iter().map(line_of)).collect();
    section("Remarques sur le fichier", noticed, "Aucune.");
    let bases: BTreeSet<u64> = told.iter().map(|told| told.table.base.effective.count).collect();
    let differ = if bases.len() > 1 {
        let list: Vec<String> = bases.iter().map(u64::to_string).collect();
        vec![format!(
            "Les questions n’ont pas toutes la même base ({}) : ne comparez pas leurs parts sans la dire.",
            list.join(", ")
        )]
    } else {
        Vec::new()
    };
    section("Bases", differ, "Toutes les questions ont la même base.");
    text
}
