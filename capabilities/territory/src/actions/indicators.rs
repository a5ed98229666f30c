//! Indicators: their definitions, their values, and the file that brings both. An empty cell is an absence, never nought.

use std::collections::HashMap;

use database::Tx;
use geography::Verdict;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use crate::actions::{self, Change, Line, Report, SourceTold};
use crate::acts::IMPORT;
use crate::rules::figures::{Absence, CityFigure, Reading, Unit};
use crate::rules::scdl::degrees as number;
use crate::store;
pub use crate::store::figures::Indicator;
use crate::store::figures::NewValue;
use documents::sheet::{self, Sheet};

/// Keeps themes (code and label, in order) and definitions of indicators.
///
/// # Errors
/// Not allowed, or the database failed.
pub async fn define_indicators(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    themes: &[(&str, &str)],
    indicators: &[Indicator],
) -> Outcome<()> {
    actions::authorise(actor, &IMPORT)?;
    for (position, (code, label)) in (1i64..).zip(themes) {
        store::figures::put_theme(tx, code, label, position).await?;
    }
    for indicator in indicators {
        store::figures::put_indicator(tx, indicator).await?;
    }
    let entry = journal::Entry::general("territory.indicators", "indicator")
        .detail(json!({ "thèmes": themes.len(), "indicateurs": indicators.len() }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// A value of a neighbourhood, as told.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Code of the perimeter measured.
    pub code: String,
    /// Indicator.
    pub indicator: String,
    /// Year measured.
    pub year: Option<i64>,
    /// Year published.
    pub edition: i64,
    /// What is known.
    pub reading: Reading,
}

/// A value of a commune, as told.
#[derive(Clone, Debug, PartialEq)]
pub struct CityTold {
    /// INSEE code.
    pub insee_code: String,
    /// Indicator.
    pub indicator: String,
    /// Value, year, source.
    pub figure: CityFigure,
}

/// Keeps values of neighbourhoods and communes.
///
/// # Errors
/// Not allowed, a code that no perimeter has, or the database failed.
pub async fn save_figures(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    measured: &[Measured],
    cities: &[CityTold],
    told: &SourceTold,
) -> Outcome<()> {
    actions::authorise(actor, &IMPORT)?;
    let versions = versions_by_code(tx).await?;
    for one in measured {
        let version = *versions.get(&one.code).ok_or(Refusal::NotFound)?;
        store::figures::put_value(tx, &new_value(outside, version, one, told)).await?;
    }
    for city in cities {
        store::figures::put_city_value(tx, outside.uuid(), &city.insee_code, &city.indicator, &city.figure).await?;
    }
    let entry = journal::Entry::general("territory.figures", "indicator_value")
        .detail(json!({ "valeurs": measured.len(), "communes": cities.len(), "source": told.source }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

async fn versions_by_code(tx: &mut Tx) -> Outcome<HashMap<String, Uuid>> {
    Ok(store::areas::versions(tx).await?.into_iter().map(|version| (version.code, version.id)).collect())
}

fn new_value(outside: &Outside, version: Uuid, one: &Measured, told: &SourceTold) -> NewValue {
    NewValue {
        id: outside.uuid(),
        version,
        indicator: one.indicator.clone(),
        year: one.year,
        edition: one.edition,
        reading: one.reading.clone(),
        source: told.source.clone(),
        licence: told.licence.clone(),
        as_of: told.day(),
    }
}

/// What a file of indicators says, read.
struct Planned {
    report: Report,
    values: Vec<Measured>,
    /// Lines whose code is that of a commune.
    cities: Vec<CityTold>,
    definitions: Vec<Indicator>,
}

/// Tells line by line what importing a file would do.
///
/// # Errors
/// A file that cannot be read, told on the field `fichier`; or the database failed.
pub async fn plan_indicators(tx: &mut Tx, outside: &Outside, bytes: &[u8], told: &SourceTold) -> Outcome<Report> {
    Ok(plan(tx, outside, bytes, told).await?.report)
}

/// Imports a file of indicators. Two shapes are understood: one line a value (`code_quartier`, `indicateur`, `valeur`,
/// `annee`, `edition`, and for a new indicator `libelle`, `unite`, `theme`), or one line a neighbourhood and one column
/// an indicator already known, as INSEE publishes them. A line may also give the figure of a commune, by its INSEE code.
///
/// # Errors
/// Not allowed, a file that cannot be read, or the database failed.
pub async fn import_indicators(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    bytes: &[u8],
    told: &SourceTold,
) -> Outcome<Report> {
    actions::authorise(actor, &IMPORT)?;
    let planned = plan(tx, outside, bytes, told).await?;
    for definition in &planned.definitions {
        store::figures::put_indicator(tx, definition).await?;
    }
    let versions = versions_by_code(tx).await?;
    for city in &planned.cities {
        store::figures::put_city_value(tx, outside.uuid(), &city.insee_code, &city.indicator, &city.figure).await?;
    }
    for one in &planned.values {
        let version = *versions.get(&one.code).ok_or_else(|| actions::areas::stopped("a planned version is gone"))?;
        store::figures::put_value(tx, &new_value(outside, version, one, told)).await?;
    }
    let entry = journal::Entry::general(IMPORT.code, "indicator_value")
        .detail(json!({ "fichier": "indicateurs", "bilan": planned.report.summary(), "source": told.source }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(planned.report)
}

async fn plan(tx: &mut Tx, outside: &Outside, bytes: &[u8], told: &SourceTold) -> Outcome<Planned> {
    let sheet = sheet::open(bytes).map_err(|sentence| Failure::field("fichier", sentence))?;
    let code = sheet.column_among(&["code_quartier", "code_qp", "code_qpv", "codgeo", "codeqp", "code"]);
    let Some(code) = code else {
        return Err(Failure::field(
            "fichier",
            "Il manque la colonne du code des quartiers : appelez-la « code_quartier » (ou « codgeo », « code_qp »)",
        ));
    };
    let known = store::figures::codes(tx).await?;
    let mut planned = Planned {
        report: Report { format: sheet.format.clone(), remarks: sheet.remarks.clone(), lines: Vec::new() },
        values: Vec::new(),
        cities: Vec::new(),
        definitions: Vec::new(),
    };
    match (sheet.column("indicateur"), sheet.column("valeur")) {
        (Some(indicator), Some(value)) => long(&mut planned, &sheet, code, indicator, value, &known, told),
        _ => wide(&mut planned, &sheet, code, &known, told)?,
    }
    let versions = versions_by_code(tx).await?;
    let mut communes: Vec<String> =
        store::areas::communes(tx).await?.into_iter().map(|commune| commune.insee_code).collect();
    // A commune may be known by the neighbourhoods that lie in it only.
    communes.extend(store::areas::communes_of_all(tx).await?.into_iter().map(|(_, insee_code, _)| insee_code));
    let values = std::mem::take(&mut planned.values);
    for (one, line) in
        values.into_iter().zip(planned.report.lines.iter_mut().filter(|line| line.change != Change::Refused))
    {
        let Some(version) = versions.get(&one.code) else {
            match city(&communes, &one, told) {
                Ok(city) => planned.cities.push(city),
                Err(sentence) => {
                    line.change = Change::Refused;
                    line.verdict = Verdict::Refused;
                    line.sentences.push(sentence);
                }
            }
            continue;
        };
        let new = new_value(outside, *version, &one, told);
        line.change = if store::figures::has_same(tx, &new).await? { Change::Same } else { line.change };
        planned.values.push(one);
    }
    Ok(planned)
}

/// A line whose code is that of a commune gives the figure neighbourhoods are compared with.
fn city(communes: &[String], one: &Measured, told: &SourceTold) -> Result<CityTold, String> {
    if !communes.contains(&one.code) {
        return Err(format!("Aucun quartier n’a le code « {} ». Importez d’abord les contours.", one.code));
    }
    let Some(value) = one.reading.value() else {
        return Err("Le chiffre de la commune manque : la ligne est laissée de côté.".to_owned());
    };
    let year = one.year.unwrap_or(one.edition);
    let figure = CityFigure { value, year, is_same_year: one.year.is_some(), source: told.source.clone() };
    Ok(CityTold { insee_code: one.code.clone(), indicator: one.indicator.clone(), figure })
}

fn long(
    planned: &mut Planned,
    sheet: &Sheet,
    code: usize,
    indicator: usize,
    value: usize,
    known: &[String],
    told: &SourceTold,
) {
    let [year, edition, label, unit, theme] = [
        sheet.column("annee"),
        sheet.column("edition"),
        sheet.column("libelle"),
        sheet.column("unite"),
        sheet.column("theme"),
    ];
    for (line, cells) in &sheet.rows {
        let cell = |column: Option<usize>| column.and_then(|rank| cells.get(rank)).cloned().unwrap_or_default();
        let (place, name) = (cell(Some(code)).to_uppercase(), cell(Some(indicator)));
        let measured_in = cell(year).parse::<i64>().ok();
        let published_in = cell(edition).parse::<i64>().ok().or(measured_in).or_else(|| year_of(told));
        let is_new = !known.contains(&name) && !planned.definitions.iter().any(|one| one.code == name);
        let reading = reading(&cell(Some(value)));
        let problem = match (&reading, published_in) {
            _ if place.is_empty() || name.is_empty() => {
                Some("Le code du quartier ou celui de l’indicateur manque.".to_owned())
            }
            (Err(problem), _) => Some(problem.clone()),
            (_, None) => Some("L’année manque : remplissez la colonne « annee » ou « edition ».".to_owned()),
            _ if is_new && cell(label).is_empty() => Some(format!(
                "L’indicateur « {name} » n’est pas connu : donnez son libellé dans la colonne « libelle »."
            )),
            _ => None,
        };
        let (Ok(reading), Some(edition), None) = (reading, published_in, &problem) else {
            planned.report.lines.push(told_line(*line, &place, &name, Change::Refused, problem.into_iter().collect()));
            continue;
        };
        if is_new {
            let position = i64::try_from(known.len() + planned.definitions.len()).unwrap_or(i64::MAX) + 1;
            planned.definitions.push(Indicator {
                code: name.clone(),
                label: cell(label),
                theme: cell(theme),
                unit: Unit::from_words(&cell(unit)),
                population: String::new(),
                producer: told.source.clone(),
                definition: String::new(),
                part_of: None,
                is_of_commune: false,
                position,
            });
        }
        planned.report.lines.push(told_line(*line, &place, &name, Change::New, absence_sentence(&reading)));
        planned.values.push(Measured { code: place, indicator: name, year: measured_in, edition, reading });
    }
}

fn wide(planned: &mut Planned, sheet: &Sheet, code: usize, known: &[String], told: &SourceTold) -> Outcome<()> {
    let lower = |text: &str| text.to_lowercase();
    let columns: Vec<(usize, String)> = sheet
        .headers
        .iter()
        .enumerate()
        .filter_map(|(rank, header)| {
            known.iter().find(|code| lower(code) == lower(header)).map(|code| (rank, code.clone()))
        })
        .collect();
    if columns.is_empty() {
        return Err(Failure::field(
            "fichier",
            "Aucune colonne ne porte le code d’un indicateur connu. Pour un nouvel indicateur, envoyez une ligne par valeur : code_quartier, indicateur, libelle, unite, valeur, annee",
        ));
    }
    let Some(edition) = year_of(told) else {
        return Err(Failure::field(
            "date",
            "Donnez la date du fichier : une colonne par indicateur ne dit pas l’année",
        ));
    };
    let left_out = sheet.headers.len() - columns.len() - 1;
    if left_out > 0 {
        planned.report.remarks.push(format!(
            "{left_out} colonnes ne portent pas le code d’un indicateur connu : elles sont laissées de côté."
        ));
    }
    for (line, cells) in &sheet.rows {
        let place = cells.get(code).cloned().unwrap_or_default().to_uppercase();
        for (rank, indicator) in &columns {
            match reading(cells.get(*rank).map_or("", String::as_str)) {
                Err(problem) => {
                    planned.report.lines.push(told_line(*line, &place, indicator, Change::Refused, vec![problem]));
                }
                Ok(reading) => {
                    planned.report.lines.push(told_line(
                        *line,
                        &place,
                        indicator,
                        Change::New,
                        absence_sentence(&reading),
                    ));
                    let indicator = indicator.clone();
                    planned.values.push(Measured { code: place.clone(), indicator, year: None, edition, reading });
                }
            }
        }
    }
    Ok(())
}

fn year_of(told: &SourceTold) -> Option<i64> {
    told.as_of.get(..4)?.parse().ok()
}

fn told_line(line: u64, code: &str, name: &str, change: Change, sentences: Vec<String>) -> Line {
    let verdict = match (change, sentences.is_empty()) {
        (Change::Refused, _) => Verdict::Refused,
        (_, false) => Verdict::AcceptedWithRemarks,
        _ => Verdict::Accepted,
    };
    Line { line, code: code.to_owned(), name: name.to_owned(), change, verdict, sentences }
}

fn absence_sentence(reading: &Reading) -> Vec<String> {
    match reading {
        Reading::Absent(Absence::Missing) => vec!["Cellule vide : notée « secret ou manquant », pas zéro.".to_owned()],
        Reading::Absent(_) => vec!["Valeur non diffusée : notée comme telle.".to_owned()],
        _ => Vec::new(),
    }
}

/// What a cell says: a number, nothing, or a word that stands for an absence.
fn reading(text: &str) -> Result<Reading, String> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}')).collect();
    let bare = bare.trim_end_matches(['%', '€']).to_lowercase();
    match bare.as_str() {
        "" | "na" | "n/a" | "n.r." | "nr" => return Ok(Reading::Absent(Absence::Missing)),
        "n.d." | "nd" | "s" | "c" | "secret" | "ns" => return Ok(Reading::Absent(Absence::NotDisclosed)),
        _ => {}
    }
    number(&bare)
        .map(Reading::Known)
        .ok_or_else(|| format!("« {text} » n’est pas un nombre. Laissez la cellule vide si la valeur manque."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_number_or_an_absence_and_nought_is_a_number() {
        assert_eq!(reading("0"), Ok(Reading::Known(0.0)));
        assert_eq!(reading("12 500,5 €"), Ok(Reading::Known(12_500.5)));
        assert_eq!(reading(" "), Ok(Reading::Absent(Absence::Missing)));
        assert_eq!(reading("n.d."), Ok(Reading::Absent(Absence::NotDisclosed)));
        assert!(reading("beaucoup").is_err());
    }
}
