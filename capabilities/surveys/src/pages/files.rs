//! `/gestion/questionnaires/{id}/fichiers/{nom}`: every answer as files for statisticians, and every table.

use std::sync::Arc;

use axum::extract::{Path, State};
use documents::{Cell, Column, Table, xlsx};
use interface::Link;
use tabulation::DataSet;
use tabulation::exports::{SpssOptions, Study, codes, labels, to_csv_codes, to_csv_labels, to_ddi, to_spss};
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::figure::failed;
use super::path;
use crate::actions::{self, Counted};
use crate::acts;
use crate::facade::results::{table_of, table_of_repeat};
use crate::facade::tables::Reader;
use crate::store::survey::Survey;

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The files of answers, and what each is for.
const FILES: [(&str, &str); 6] = [
    ("codes.csv", "Réponses, codes (CSV)"),
    ("libelles.csv", "Réponses, en toutes lettres (CSV)"),
    ("reponses.xlsx", "Réponses, codes et lettres (XLSX)"),
    ("reponses.sav", "Réponses pour SPSS, PSPP ou R (.sav)"),
    ("codebook.xml", "Description des variables (DDI-Codebook)"),
    ("tableaux.xlsx", "Tous les tableaux (XLSX)"),
];

/// The files of what was asked several times: each begins with the name of the repeat.
const OF_REPEAT: [(&str, &str); 4] = [
    ("-codes.csv", "codes (CSV)"),
    ("-libelles.csv", "en toutes lettres (CSV)"),
    (".sav", "pour SPSS, PSPP ou R (.sav)"),
    ("-codebook.xml", "description des variables (DDI-Codebook)"),
];

/// What can be taken away.
pub(super) fn links(survey: &Survey, counted: &Counted) -> Vec<Link> {
    let at = |name: &str| format!("{}/fichiers/{}", path(survey.id), answer::encode(name));
    let mut all: Vec<Link> = FILES.iter().map(|(name, label)| Link::new(*label, at(name))).collect();
    for repeated in &counted.repeats {
        let (name, label) = (&repeated.repeat.name, kernel::french::spaced(&repeated.repeat.label));
        let file = |(end, what): &(&str, &str)| Link::new(format!("« {label} », {what}"), at(&format!("{name}{end}")));
        all.extend(OF_REPEAT.iter().map(file));
    }
    all
}

/// Lines of answers as a table of the house.
fn as_table(name: &str, (header, lines): (Vec<String>, impl Iterator<Item = Vec<String>>)) -> Table {
    let heads = header.iter().enumerate();
    let columns = heads.map(|(rank, head)| Column::new(format!("c{rank}"), head.as_str(), documents::Kind::Text));
    let mut table = Table::new(name, name, columns.collect());
    table.rows = lines.map(|line| line.into_iter().map(Cell::text).collect()).collect();
    table
}

pub async fn take(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    Path((_, name)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    // Counted whole, in the order of identifiers drawn by lot: a file must not say in which order answers came.
    let survey = actions::survey(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let counted = actions::counted(&mut tx, &house.outside, &survey).await?.ok_or_else(Fault::not_found)?;
    // A file for programs that weight carries the weights, where something is known of the population.
    let weights = match actions::weights(&mut tx, &counted, survey.id).await? {
        Some(Ok((weighting, _))) if name.ends_with(".sav") => Some(weighting.weights),
        _ => None,
    };
    drop(tx);
    let wanted = Wanted {
        name: name.clone(),
        title: survey.text.title.clone(),
        producer: house.settings.site.town.clone(),
        today: counted.read_at.day(&house.settings.zone),
        weights,
    };
    let made = tokio::task::spawn_blocking(move || files_of(&counted, &wanted)).await;
    let bytes = made.map_err(failed)??.ok_or_else(Fault::not_found)?;
    let media = match name.rsplit('.').next() {
        Some("csv") => "text/csv; charset=utf-8",
        Some("xlsx") => XLSX,
        Some("xml") => "application/xml",
        _ => "application/octet-stream",
    };
    answer::download(&format!("{}-{name}", survey.code), media, bytes)
}

/// What is asked for, and what a file says of itself.
struct Wanted {
    name: String,
    title: String,
    producer: String,
    today: jiff::civil::Date,
    weights: Option<Vec<f64>>,
}

impl Wanted {
    fn spss(&self, data: &DataSet, weights: Option<&[f64]>) -> Vec<u8> {
        let day = self.today.strftime("%d %b %y").to_string();
        to_spss(data, &SpssOptions { title: &self.title, day: &day, hour: "00:00:00", weights }).bytes
    }

    fn codebook(&self, data: &DataSet, file: &str) -> Vec<u8> {
        let method = tabulation::weights::NOT_PROBABILISTIC;
        to_ddi(data, &Study { title: &self.title, producer: &self.producer, file, method }).into_bytes()
    }
}

fn files_of(counted: &Counted, wanted: &Wanted) -> Result<Option<Vec<u8>>, Fault> {
    let data = counted.numbered()?;
    Ok(match wanted.name.as_str() {
        "codes.csv" => Some(to_csv_codes(&data)),
        "libelles.csv" => Some(to_csv_labels(&data)),
        "reponses.xlsx" => {
            let mut tables = vec![as_table("codes", codes(&data)), as_table("libelles", labels(&data))];
            for repeated in &counted.repeats {
                let name = &repeated.repeat.name;
                tables.push(as_table(&format!("{name} codes"), codes(&repeated.data)));
                tables.push(as_table(&format!("{name} libelles"), labels(&repeated.data)));
            }
            Some(xlsx::write(&tables, counted.read_at).map_err(failed)?)
        }
        "reponses.sav" => Some(wanted.spss(&data, wanted.weights.as_deref())),
        "codebook.xml" => Some(wanted.codebook(&data, "codes.csv")),
        "tableaux.xlsx" => {
            let (mut all, sheet) = (Vec::new(), counted.sheet());
            for subject in sheet.subjects() {
                all.extend(table_of(sheet, subject, Reader::Agents)?);
            }
            for repeated in &counted.repeats {
                for subject in repeated.sheet().subjects() {
                    all.extend(table_of_repeat(repeated, subject)?);
                }
            }
            Some(xlsx::write(&all, counted.read_at).map_err(failed)?)
        }
        name => of_repeat(counted, wanted, name),
    })
}

/// A file of what was asked several times; a line weighs what its person weighs.
fn of_repeat(counted: &Counted, wanted: &Wanted, name: &str) -> Option<Vec<u8>> {
    counted.repeats.iter().find_map(|repeated| {
        let data = &repeated.data;
        let end = name.strip_prefix(repeated.repeat.name.as_str())?;
        match end {
            "-codes.csv" => Some(to_csv_codes(data)),
            "-libelles.csv" => Some(to_csv_labels(data)),
            ".sav" => {
                let of_line = |weights: &Vec<f64>| repeated.people.iter().map(|person| weights[*person]).collect();
                let weights: Option<Vec<f64>> = wanted.weights.as_ref().map(of_line);
                Some(wanted.spss(data, weights.as_deref()))
            }
            "-codebook.xml" => Some(wanted.codebook(data, &format!("{}-codes.csv", repeated.repeat.name))),
            _ => None,
        }
    })
}
