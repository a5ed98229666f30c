//! What the samples of several pages show: one neighbourhood with a figure, an absence and a doubt.

use geography::zoning::Relation;
use kernel::{Moment, Uuid};

use crate::actions::passages::Listed as ListedPassage;
use crate::actions::viewing::{Commune, Listed, Neighbourhood, Portrait, Version};
use crate::facade;
use crate::rules::figures::{Absence, Beside, CityFigure, Figure, Reading, Unit};
use crate::rules::passages::{Decision, MEASURED, Pair, Passage, State};

/// A portrait for samples: figures, an absence, a doubt.
pub(crate) fn portrait() -> Portrait {
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
        passages: passages()
            .into_iter()
            .map(|listed| listed.passage)
            .filter(|one| one.state() != State::Refused)
            .collect(),
    }
}

fn beside(insee_code: &str, commune: &str, value: f64) -> Beside {
    let figure = CityFigure { value, year: 2021, is_same_year: false, source: String::new() };
    Beside { insee_code: insee_code.into(), commune: commune.into(), figure: Some(figure) }
}

/// The same in two communes.
pub(crate) fn portrait_of_two_communes() -> Portrait {
    let mut portrait = portrait();
    let other = Commune { insee_code: "11090".into(), name: "Exempleville".into(), ..portrait.communes[0].clone() };
    portrait.communes.push(other);
    for figure in portrait.figures.iter_mut().filter(|figure| !figure.beside.is_empty()) {
        figure.beside.push(beside("11090", "Exempleville", 19.4));
    }
    portrait
}

/// Correspondences for samples, one in each state.
pub(crate) fn passages() -> Vec<ListedPassage> {
    let pair = |from: &str, to: &str, relation, share| Pair {
        from_code: from.to_owned(),
        to_code: to.to_owned(),
        relation,
        share,
    };
    let decision = |state, pair: &Pair, reason: &str| Decision {
        state,
        pair: pair.clone(),
        proposed: (Relation::Modified, Some(0.78)),
        reason: reason.to_owned(),
        at: Moment(1_773_572_400_000),
        by: "Claire Martin (fictive)".to_owned(),
        revision: 1,
    };
    let same = pair("QP011002", "QN01102I", Relation::Identical, Some(1.0));
    let redrawn = pair("QP011006", "QN01106M", Relation::Modified, Some(0.78));
    let wrong = pair("QP011006", "QN01105I", Relation::Split, Some(0.06));
    let split = pair("QP011003", "QN01103I", Relation::Split, Some(0.6));
    let leaves = pair("QP011003", "", Relation::Leaving, None);
    let refused = decision(State::Refused, &wrong, "Les contours ne font que se toucher.");
    let corrected = decision(State::Corrected, &leaves, "Le décret ne reprend pas ce quartier.");
    let all = [
        (same, None),
        (redrawn.clone(), Some(decision(State::Confirmed, &redrawn, ""))),
        (split, Some(corrected)),
        (wrong, Some(refused)),
    ];
    let names = [("QP011002", "La Conte - Ozanam"), ("QN01102I", "La Conte - Ozanam"), ("QP011006", "Grazailles")];
    let names = names.map(|(code, name)| (code.to_owned(), name.to_owned()));
    let listed = |(rank, (proposed, decision)): (u128, (Pair, Option<Decision>))| ListedPassage {
        passage: Passage { id: Uuid::from_u128(rank), proposed, basis: MEASURED.to_owned(), decision },
        names: names.clone().into_iter().collect(),
    };
    (1..).zip(all).map(listed).collect()
}

/// A list for samples.
pub(crate) fn listed() -> Vec<Listed> {
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
