//! What the samples of several pages show: one neighbourhood with a figure, an absence and a doubt.

use std::collections::HashMap;

use territory::facade::Area;
use territory::facade::drawn::{self, Listed};

use crate::actions::importing::{Report, Told};
use crate::actions::library::{FigureFile, Library};
use crate::actions::values::{Grid, GridLine};
use crate::actions::viewing::{Mapped, MappedLine, Portrait};
use crate::actions::{Origin, Stored};
use crate::rules::breakdown::{Axis, Breakdown};
use crate::rules::figures::{Absence, Beside, CityFigure, Figure, Reading, Unit};
use crate::rules::indicator::{Direction, Indicator, IndicatorTerms, Milestone};
use crate::rules::secrecy::Kept;
use crate::rules::series::Point;

/// A portrait for samples: figures, an absence, a doubt.
pub(crate) fn portrait() -> Portrait {
    let figure = |code: &str, label: &str, unit, reading| Figure {
        code: code.into(),
        label: label.into(),
        theme: "Population".into(),
        unit,
        producer: "INSEE".into(),
        part_of: None,
        is_of_commune: false,
        year: Some(2017),
        edition: 2019,
        zoning_code: "QP011002".into(),
        reading,
        source: "INSEE".into(),
        licence: String::new(),
        beside: Vec::new(),
    };
    let city = beside("11069", "Carcassonne", 28.0);
    let points =
        [(2013, 58.0), (2015, 60.1), (2017, 61.2)].map(|(year, value)| Point { year, reading: Reading::Known(value) });
    Portrait {
        place: drawn::sample(),
        figures: vec![
            figure("pop_mun", "Habitants du quartier", Unit::Inhabitants, Reading::Known(2060.0)),
            Figure { beside: vec![city], ..figure("tp60", "Taux de pauvreté", Unit::Percent, Reading::Known(61.2)) },
            figure("disp_q2", "Niveau de vie médian", Unit::EurosPerYear, Reading::Absent(Absence::Missing)),
            figure(
                "abcde",
                "Demandeurs d’emploi",
                Unit::People,
                Reading::Doubtful { written: 0.0, why: "Valeur sans doute manquante.".into() },
            ),
        ],
        series: HashMap::from([("tp60".to_owned(), points.to_vec())]),
    }
}

fn beside(insee_code: &str, commune: &str, value: f64) -> Beside {
    let figure = CityFigure { value, year: 2021, is_same_year: false, source: String::new() };
    Beside { insee_code: insee_code.into(), commune: commune.into(), figure: Some(figure) }
}

/// The same in two communes.
pub(crate) fn portrait_of_two_communes() -> Portrait {
    let mut portrait = Portrait { place: drawn::sample_of_two_communes(), ..portrait() };
    for figure in portrait.figures.iter_mut().filter(|figure| !figure.beside.is_empty()) {
        figure.beside.push(beside("11090", "Exempleville", 19.4));
    }
    portrait
}

/// A neighbourhood as lists name it.
pub(crate) fn area() -> Area {
    let place = drawn::sample();
    Area {
        id: place.neighbourhood.id,
        code: place.version.code.clone(),
        name: place.neighbourhood.name.clone(),
        kind: place.neighbourhood.kind.label().to_owned(),
        communes: vec!["Carcassonne".to_owned()],
    }
}

fn indicator(code: &str, label: &str, unit: Unit) -> Indicator {
    let terms = IndicatorTerms {
        label: label.into(),
        theme: "income".into(),
        unit,
        producer: "INSEE".into(),
        definition: "Part des habitants dont le niveau de vie est inférieur à 60 % de la médiane nationale.".into(),
        direction: Direction::Down,
        target: Some(Milestone { value: 50.0, year: 2030 }),
        limits: "Les étudiants et les personnes sans logement sont mal comptés.".into(),
        axes: vec![Axis::Sex],
        ..IndicatorTerms::default()
    };
    Indicator { code: code.into(), terms, part_of: None, position: 1, revision: 1 }
}

/// A library for samples.
pub(crate) fn library() -> Library {
    Library {
        themes: vec![("income".into(), "Revenus et pauvreté".into())],
        indicators: vec![
            indicator("tp60", "Taux de pauvreté", Unit::Percent),
            indicator("pop_mun", "Habitants du quartier", Unit::Inhabitants),
        ],
        last_years: [("tp60".to_owned(), 2017), ("pop_mun".to_owned(), 2013)].into(),
        files: vec![file().0],
    }
}

fn stored(part: Breakdown, reading: Reading) -> Stored {
    Stored {
        place: "QN01102I".into(),
        indicator: "tp60".into(),
        part,
        year: 2021,
        is_measured: true,
        edition: 2024,
        reading,
        units: None,
        largest: None,
        hidden: None,
        origin: 1,
    }
}

/// A grid for samples: a figure, a secret, nothing.
pub(crate) fn grid() -> Grid {
    let hidden = Stored { hidden: Some(Kept::Small), ..stored(Breakdown::Women, Reading::Known(4.0)) };
    Grid {
        indicator: indicator("tp60", "Taux de pauvreté", Unit::Percent),
        year: 2021,
        years: vec![2021, 2017],
        parts: vec![Breakdown::Everybody, Breakdown::Women, Breakdown::Men],
        lines: vec![GridLine {
            place: "QN01102I".into(),
            name: "La Conte - Ozanam".into(),
            cells: vec![Some(stored(Breakdown::Everybody, Reading::Known(61.2))), Some(hidden), None],
        }],
        line_count: 90,
        mark: "0011223344556677".into(),
        origin: Origin { source: "INSEE, Filosofi 2021".into(), ..Origin::default() },
    }
}

/// A file for samples, with what it would do.
pub(crate) fn file() -> (FigureFile, Report) {
    let file = FigureFile {
        id: kernel::Uuid::from_u128(2),
        file_name: "filosofi-2021.csv".into(),
        options: String::new(),
        created_at: 1_773_572_400_000,
        created_by: None,
        job: None,
        size_bytes: 1200,
    };
    let report = Report {
        format: "CSV, séparateur « ; »".into(),
        headers: vec!["CODGEO".into(), "TP60".into()],
        example: vec!["QN01102I".into(), "61,2".into()],
        columns: vec!["lieu".into(), "tp60".into()],
        lines: 2,
        new: 1,
        refused: 1,
        told: vec![Told {
            line: 3,
            place: "QN99999M".into(),
            column: "TP60".into(),
            sentence: "Aucun quartier n’a le code QN99999M : importez d’abord son contour".into(),
            is_refused: true,
        }],
        ..Report::default()
    };
    (file, report)
}

/// An indicator over neighbourhoods for samples.
pub(crate) fn mapped() -> Mapped {
    let place = drawn::sample();
    let line = |name: &str, reading: Option<Reading>| MappedLine {
        listed: Listed {
            area: Area { name: name.to_owned(), ..area() },
            rings: place.rings(),
            perimeter_generation: "2015".into(),
            source: "ANCT".into(),
            population: None,
        },
        communes: vec!["11069".into()],
        figure: reading.map(|reading| stored(Breakdown::Everybody, reading)),
    };
    Mapped {
        indicator: indicator("tp60", "Taux de pauvreté", Unit::Percent),
        theme: "Revenus et pauvreté".into(),
        part: Breakdown::Everybody,
        year: Some(2021),
        is_measured: true,
        years: vec![2021, 2017],
        lines: vec![
            line("La Conte - Ozanam", Some(Reading::Known(61.2))),
            line("Le Viguier", Some(Reading::Absent(Absence::NotDisclosed))),
            line("Grazailles", None),
            line("Bastide", Some(Reading::Known(40.1))),
        ],
        cities: vec![("11069".into(), "Carcassonne".into(), 28.0)],
        city_year: Some(2020),
        outline: Vec::new(),
        origins: vec![Origin { source: "INSEE, Filosofi".into(), licence: "LO 2.0".into(), as_of: String::new() }],
    }
}
