//! What the samples of several pages show: one neighbourhood and what became of its codes.

use geography::zoning::Relation;
use kernel::{Moment, Uuid};

use crate::actions::passages::Listed as ListedPassage;
use crate::actions::viewing::{Commune, Listed, Neighbourhood, Portrayed, Version};
use crate::facade;
use crate::rules::passages::{Decision, MEASURED, Pair, Passage, State};

/// A neighbourhood for samples.
pub(crate) fn portrayed() -> Portrayed {
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
    Portrayed {
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
        facilities: Vec::new(),
        passages: passages()
            .into_iter()
            .map(|listed| listed.passage)
            .filter(|one| one.state() != State::Refused)
            .collect(),
    }
}

/// The same in two communes.
pub(crate) fn portrayed_of_two_communes() -> Portrayed {
    let mut portrait = portrayed();
    let other = Commune { insee_code: "11090".into(), name: "Exempleville".into(), ..portrait.communes[0].clone() };
    portrait.communes.push(other);
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
    let portrait = portrayed();
    let area = facade::Area {
        id: portrait.neighbourhood.id,
        code: portrait.version.code.clone(),
        name: portrait.neighbourhood.name.clone(),
        kind: portrait.neighbourhood.kind.label().to_owned(),
        communes: vec!["Carcassonne".to_owned()],
    };
    let rings = portrait.rings();
    vec![Listed {
        area,
        rings,
        perimeter_generation: "2015".into(),
        source: "ANCT".into(),
        population: Some(facade::Population {
            count: 2060,
            year: Some(2013),
            producer: "INSEE".into(),
            counted: "INSEE, 2013".into(),
        }),
    }]
}
