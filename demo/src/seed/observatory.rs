//! Indicators and their figures in the neighbourhoods and their commune.

use database::Tx;
use kernel::{Actor, Outcome, Outside};
use observatory::actions::importing::Chosen;
use observatory::actions::{define, files};
use observatory::rules::figures::{Absence, Reading, Unit};
use observatory::rules::indicator::{Direction, Indicator, IndicatorTerms};

use crate::Demonstration;
use crate::indicators::{self as told_indicators, IndicatorsFile, Measure};

/// Who acts.
const ACTOR: Actor = Actor::Platform("démonstration");

/// Puts the library, then the figures as a file would bring them: one line a value.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn observatory(tx: &mut Tx, outside: &Outside, told: &Demonstration) -> Outcome<()> {
    let file = &told.indicators;
    let themes: Vec<(&str, &str)> =
        file.themes.iter().map(|theme| (theme.code.as_str(), theme.label.as_str())).collect();
    let indicators: Vec<Indicator> =
        (1i64..).zip(&file.indicators).map(|(position, one)| indicator(position, one)).collect();
    define(tx, outside, &ACTOR, &themes, &indicators).await?;
    files::keep_told(tx, outside, &ACTOR, &figures(told), &chosen(file)).await
}

fn chosen(file: &IndicatorsFile) -> Chosen {
    Chosen {
        source: file.header.source.clone(),
        licence: file.header.licence.clone(),
        as_of: file.header.extracted_on.to_string(),
        ..Chosen::default()
    }
}

/// What is known beyond the source’s own words: which way is better, what a figure does not say.
fn indicator(position: i64, one: &told_indicators::Indicator) -> Indicator {
    let (direction, definition, limits) = told_of(&one.code);
    let terms = IndicatorTerms {
        label: one.label.clone(),
        theme: one.theme.clone(),
        unit: unit(one.unit),
        population: population(one.population).to_owned(),
        producer: one.producer.clone(),
        source: "Fichiers de l’INSEE par quartier prioritaire, réunis pour le Hackaviz 2021".to_owned(),
        is_of_commune: one.scope == told_indicators::Scope::Commune,
        direction,
        definition: definition.to_owned(),
        limits: limits.to_owned(),
        ..IndicatorTerms::default()
    };
    Indicator { code: one.code.clone(), terms, part_of: one.part_of.clone(), position, revision: 1 }
}

fn told_of(code: &str) -> (Direction, &'static str, &'static str) {
    match code {
        "tp60" => (
            Direction::Down,
            "Part des habitants dont le niveau de vie est inférieur à 60 % du niveau de vie médian de la France métropolitaine.",
            "Les personnes sans domicile et celles qui vivent en foyer ne sont pas comptées. Un quartier n’est pas comparé à lui-même d’un zonage à l’autre.",
        ),
        "disp_q2" => (
            Direction::Up,
            "Niveau de vie au-dessous duquel vit la moitié des habitants : revenu disponible du ménage par unité de consommation.",
            "Ne dit rien de ce que coûtent le logement, le chauffage ni les transports.",
        ),
        "tx_tot_empl" => (
            Direction::Up,
            "Part des personnes de 15 à 64 ans qui ont un emploi, quel qu’il soit.",
            "Un emploi de quelques heures compte autant qu’un temps plein ; les élèves et les étudiants sont dans la base.",
        ),
        "tx_tot_eprec" => (
            Direction::Down,
            "Part des emplois à durée déterminée, en intérim, aidés ou en apprentissage parmi les emplois.",
            "L’apprentissage y est compté, bien qu’il soit souvent souhaité.",
        ),
        "pop_mun" => (
            Direction::Neither,
            "Personnes qui ont leur résidence habituelle dans le quartier.",
            "Estimation de l’INSEE à partir des logements du contour.",
        ),
        _ => (Direction::Neither, "", ""),
    }
}

fn unit(unit: told_indicators::Unit) -> Unit {
    match unit {
        told_indicators::Unit::Inhabitants => Unit::Inhabitants,
        told_indicators::Unit::People => Unit::People,
        told_indicators::Unit::Households => Unit::Households,
        told_indicators::Unit::Places => Unit::Places,
        told_indicators::Unit::Percent => Unit::Percent,
        told_indicators::Unit::EurosPerYear => Unit::EurosPerYear,
        told_indicators::Unit::Ratio => Unit::Ratio,
    }
}

const fn population(population: told_indicators::Population) -> &'static str {
    match population {
        told_indicators::Population::Everyone => "ensemble",
        told_indicators::Population::Women => "femmes",
        told_indicators::Population::Men => "hommes",
        told_indicators::Population::ForeignNationals => "personnes de nationalité étrangère",
        told_indicators::Population::Households => "ménages",
        told_indicators::Population::Places => "lieux",
    }
}

/// Figures as told: of neighbourhoods, then of the commune.
fn figures(told: &Demonstration) -> Vec<(files::FigureTold, String)> {
    let mut all = Vec::new();
    for one in &told.indicators.indicators {
        for code in one.values.keys() {
            let reading = match one.measure(code) {
                Some(Measure::Recorded(value)) => Reading::Known(value),
                Some(Measure::Doubtful { written, why }) => Reading::Doubtful { written, why: why.to_owned() },
                Some(Measure::Absent) => Reading::Absent(Absence::Missing),
                None => continue,
            };
            let told = files::FigureTold {
                place: code.clone(),
                indicator: one.code.clone(),
                year: one.year.map(i64::from),
                edition: i64::from(one.edition),
                reading,
            };
            all.push((told, String::new()));
        }
        if let (Some(city), Some(commune)) = (&one.city, told.territory.communes.first()) {
            let told = files::FigureTold {
                place: commune.insee_code.clone(),
                indicator: one.code.clone(),
                year: Some(i64::from(city.year)),
                edition: i64::from(city.year),
                reading: Reading::Known(city.value),
            };
            all.push((told, city.source.clone()));
        }
    }
    all
}
