//! What the samples of several pages show: one neighbourhood with a figure, an absence and a doubt.

use kernel::Uuid;

use crate::actions::viewing::{Commune, Listed, Neighbourhood, Portrait, Version};
use crate::facade;
use crate::rules::figures::{Absence, Beside, CityFigure, Figure, Reading, Unit};

/// A portrait for samples: figures, an absence, a doubt.
pub(super) fn portrait() -> Portrait {
    let id = Uuid::from_u128(1);
    let version = Version {
        id,
        neighbourhood: id,
        code: "QN01102I".into(),
        generation: "2024".into(),
        valid_from: Some("2024-01-01".into()),
        valid_until: None,
        perimeter_generation: "2015".into(),
        rings: "[[[2.37,43.21],[2.375,43.21],[2.375,43.215],[2.37,43.215],[2.37,43.21]]]".into(),
        is_self_intersecting: false,
        is_outside_france: false,
        area_ha: Some(50.68),
        source: "ANCT".into(),
        licence: "Licence Ouverte 2.0".into(),
        note: String::new(),
    };
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
    Portrait {
        neighbourhood: Neighbourhood {
            id,
            name: "La Conte - Ozanam".into(),
            kind: geography::NeighbourhoodKind::Qpv,
            position: 1,
            aliases: Vec::new(),
            revision: 1,
        },
        versions: vec![version.clone()],
        version,
        communes: vec![Commune {
            insee_code: "11069".into(),
            name: "Carcassonne".into(),
            siren: String::new(),
            department: "11".into(),
            region: "76".into(),
            rings: String::new(),
        }],
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
        facilities: Vec::new(),
        correspondences: Vec::new(),
    }
}

fn beside(insee_code: &str, commune: &str, value: f64) -> Beside {
    let figure = CityFigure { value, year: 2021, is_same_year: false, source: String::new() };
    Beside { insee_code: insee_code.into(), commune: commune.into(), figure: Some(figure) }
}

/// The same in two communes.
pub(super) fn portrait_of_two_communes() -> Portrait {
    let mut portrait = portrait();
    let other = Commune { insee_code: "11090".into(), name: "Exempleville".into(), ..portrait.communes[0].clone() };
    portrait.communes.push(other);
    for figure in portrait.figures.iter_mut().filter(|figure| !figure.beside.is_empty()) {
        figure.beside.push(beside("11090", "Exempleville", 19.4));
    }
    portrait
}

/// A list for samples.
pub(super) fn listed() -> Vec<Listed> {
    let portrait = portrait();
    let area = facade::Area {
        id: portrait.neighbourhood.id,
        code: portrait.version.code.clone(),
        name: portrait.neighbourhood.name.clone(),
        kind: portrait.neighbourhood.kind.label().to_owned(),
        communes: vec!["Carcassonne".to_owned()],
        population: Some(2060),
    };
    let rings = portrait.rings();
    vec![Listed {
        area,
        rings,
        perimeter_generation: "2015".into(),
        source: "ANCT".into(),
        population_source: "INSEE, 2013".into(),
    }]
}
