//! The demonstration holds together: counts of the sources, references between files, bases of the figures.

use crate::{
    Demonstration,
    applications::{Fate, Said},
    consultation::{CoverageState, FigureUnit, Rule},
    contract::{Requirement, SignatureStatus},
    header::{Header, Reality},
    indicators::{Measure, Population, Scope, Unit},
    load,
    people::Role,
    perimeters::{Perimeter, PerimeterKind},
    territory::{NeighbourhoodKind, Relation},
};
use std::collections::BTreeSet;

fn demonstration() -> Demonstration {
    load().expect("the files of the demonstration are readable")
}

/// Hectares of a ring, on a local plane fitted to the ellipsoid: exact to a few parts in ten thousand here.
fn hectares(perimeter: &Perimeter) -> f64 {
    let ring = &perimeter.geometry.coordinates[0];
    let latitude = ring[0][1].to_radians();
    let (semi_major, eccentricity_squared) = (6_378_137.0_f64, 0.006_694_38_f64);
    let shrink = 1.0 - eccentricity_squared * latitude.sin().powi(2);
    let metres_per_radian_east = semi_major / shrink.sqrt() * latitude.cos();
    let metres_per_radian_north = semi_major * (1.0 - eccentricity_squared) / shrink.powf(1.5);
    let origin = ring[0];
    let plane: Vec<(f64, f64)> = ring
        .iter()
        .map(|[longitude, latitude]| {
            (
                (longitude - origin[0]).to_radians() * metres_per_radian_east,
                (latitude - origin[1]).to_radians() * metres_per_radian_north,
            )
        })
        .collect();
    let doubled: f64 = plane.windows(2).map(|side| side[0].0 * side[1].1 - side[1].0 * side[0].1).sum();
    doubled.abs() / 2.0 / 10_000.0
}

fn is_inside(perimeter: &Perimeter, longitude: f64, latitude: f64) -> bool {
    perimeter.geometry.coordinates[0]
        .windows(2)
        .filter(|side| {
            let ([x1, y1], [x2, y2]) = (side[0], side[1]);
            (y1 > latitude) != (y2 > latitude) && longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1
        })
        .count()
        % 2
        == 1
}

#[test]
fn every_file_says_where_it_comes_from() {
    let demo = demonstration();
    let headers: [(&Header, Reality); 22] = [
        (&demo.evaluation.header, Reality::Fictional),
        (&demo.means.header, Reality::Fictional),
        (&demo.yearbook.header, Reality::Fictional),
        (&demo.funds.header, Reality::Fictional),
        (&demo.landlords.header, Reality::Fictional),
        (&demo.directory.header, Reality::Fictional),
        (&demo.circles.header, Reality::Fictional),
        (&demo.calls.header, Reality::Fictional),
        (&demo.applications.header, Reality::Fictional),
        (&demo.plan.header, Reality::Fictional),
        (&demo.assemblies.header, Reality::Fictional),
        (&demo.governance.header, Reality::Fictional),
        (&demo.councils.header, Reality::Fictional),
        (&demo.words.header, Reality::Fictional),
        (&demo.territory.header, Reality::Real),
        (&demo.perimeters.header, Reality::Real),
        (&demo.indicators.header, Reality::Real),
        (&demo.contract.header, Reality::Real),
        (&demo.consultation.header, Reality::Real),
        (&demo.matrix.header, Reality::Real),
        (&demo.people.header, Reality::Fictional),
        (&demo.facilities.header, Reality::Fictional),
    ];
    for (header, reality) in headers {
        assert!(header.source.len() > 20, "{}", header.title);
        assert!(header.licence.len() > 5, "{}", header.title);
        assert_eq!(header.reality, reality, "{}", header.title);
    }
}

#[test]
fn five_neighbourhoods_in_each_generation_with_complete_correspondences() {
    let territory = demonstration().territory;
    assert_eq!(territory.neighbourhoods.len(), 5);
    assert!(territory.neighbourhoods.iter().all(|place| place.kind == NeighbourhoodKind::Qpv));
    for generation in [2015, 2024] {
        let keys: BTreeSet<_> = territory.zonings_of(generation).map(|zoning| &zoning.neighbourhood).collect();
        let expected: BTreeSet<_> = territory.neighbourhoods.iter().map(|place| &place.key).collect();
        assert_eq!(keys, expected);
    }
    for place in &territory.neighbourhoods {
        let from = territory.code_of(&place.key, 2015).expect("a 2015 code");
        let to = territory.code_of(&place.key, 2024).expect("a 2024 code");
        let found = territory.correspondences.iter().find(|passage| passage.from == from).expect("a correspondence");
        assert_eq!(found.to, to);
        let expected = if to.ends_with('I') { Relation::Identical } else { Relation::Modified };
        assert_eq!(found.relation, expected, "{to}");
    }
    assert_eq!(territory.code_of("la-conte-ozanam", 2024), Some("QN01102I"));
    assert_eq!(territory.code_of("grazailles", 2024), Some("QN01106M"));
    // A modified contour drawn for an older generation must say so.
    for zoning in territory.zonings_of(2024).filter(|zoning| zoning.code.ends_with('M')) {
        assert!(zoning.perimeter_generation < 2024 && zoning.note.is_some());
    }
}

#[test]
fn the_two_generations_follow_each_other_without_a_gap() {
    let generations = demonstration().territory.generations;
    let last_day = generations[0].valid_until.expect("the 2015 zoning has an end");
    assert_eq!(last_day.tomorrow().expect("a next day"), generations[1].valid_from);
    assert_eq!(generations[1].valid_until, None);
}

#[test]
fn contours_are_closed_and_have_the_known_area() {
    let demo = demonstration();
    for zoning in &demo.territory.zonings {
        let perimeter = demo.perimeters.find(&zoning.perimeter).expect("a contour");
        assert_eq!(perimeter.properties.kind, PerimeterKind::Neighbourhood);
        assert_eq!(perimeter.properties.generation, Some(zoning.perimeter_generation));
        let measured = hectares(perimeter);
        assert!(
            (measured / zoning.hectares - 1.0).abs() < 0.005,
            "{}: {measured} for {}",
            zoning.code,
            zoning.hectares
        );
    }
    for perimeter in &demo.perimeters.features {
        for ring in &perimeter.geometry.coordinates {
            assert!(ring.len() >= 4);
            assert_eq!(ring.first(), ring.last(), "{}", perimeter.properties.name);
        }
    }
    let commune = demo.perimeters.find(&demo.territory.communes[0].perimeter).expect("a commune");
    assert_eq!(commune.properties.kind, PerimeterKind::Commune);
    assert!((hectares(commune) / 6_512.8 - 1.0).abs() < 0.01);
}

#[test]
fn indicators_cover_the_five_neighbourhoods_and_never_turn_absence_into_zero() {
    let demo = demonstration();
    let codes: BTreeSet<_> = demo.territory.zonings_of(2015).map(|zoning| &zoning.code).collect();
    let themes: BTreeSet<_> = demo.indicators.themes.iter().map(|theme| &theme.code).collect();
    assert_eq!(demo.indicators.indicators.len(), 41);
    let mut absent = 0;
    for indicator in &demo.indicators.indicators {
        assert!(themes.contains(&indicator.theme), "{}", indicator.code);
        assert_eq!(indicator.values.keys().collect::<BTreeSet<_>>(), codes, "{}", indicator.code);
        assert!(indicator.doubtful.keys().all(|code| codes.contains(code)), "{}", indicator.code);
        if let Some(whole) = &indicator.part_of {
            assert!(demo.indicators.indicators.iter().any(|other| other.code == *whole));
        }
        for code in &codes {
            match indicator.measure(code).expect("every code is covered") {
                Measure::Absent => absent += 1,
                Measure::Recorded(value) if indicator.unit == Unit::Percent => {
                    assert!(value > 0.0 && value < 100.0, "{} {code}", indicator.code);
                }
                Measure::Recorded(_) => {}
                Measure::Doubtful { written, .. } => assert_eq!(written, 0.0),
            }
        }
    }
    assert_eq!(absent, 14);
    assert!(demo.indicators.indicators.iter().any(|one| one.population == Population::Women));
}

#[test]
fn inhabitants_add_up_to_the_total_the_source_gives() {
    let demo = demonstration();
    let find = |code: &str| demo.indicators.indicators.iter().find(|one| one.code == code).expect("an indicator");
    let total: f64 = demo
        .territory
        .zonings_of(2015)
        .map(|zoning| match find("pop_mun").measure(&zoning.code) {
            Some(Measure::Recorded(value)) => value,
            other => panic!("no population for {}: {other:?}", zoning.code),
        })
        .sum();
    assert_eq!(find("pop_com_qp").scope, Scope::Commune);
    assert_eq!(find("pop_com_qp").measure("QP011006"), Some(Measure::Recorded(total)));
    assert_eq!(find("tp60").measure("QP011003"), Some(Measure::Recorded(65.1)));
    assert_eq!(find("tx_tot_et").measure("QP011006"), Some(Measure::Absent));
    assert!(matches!(find("abcde").measure("QP011005"), Some(Measure::Doubtful { .. })));
}

#[test]
fn the_contract_has_three_stakes_twelve_objectives_and_three_transversal_concerns() {
    let demo = demonstration();
    let file = &demo.contract;
    let count = |level: &str| file.nodes.iter().filter(|node| node.level == level).count();
    assert_eq!((count("enjeu"), count("objectif"), count("transverse")), (3, 12, 3));
    let children = |parent: &str| file.nodes.iter().filter(|node| node.parent.as_deref() == Some(parent)).count();
    assert_eq!((children("E1"), children("E2"), children("E3")), (4, 3, 5));
    assert!(file.nodes.iter().all(|node| file.levels.iter().any(|level| level.code == node.level)));
    assert_eq!(
        file.contract.starts_on.saturating_add(jiff::Span::new().years(6)),
        file.contract.ends_on.tomorrow().expect("a next day")
    );
    let required = file.signatories.iter().filter(|one| one.requirement == Requirement::RequiredByLaw).count();
    assert_eq!(required, 5);
    assert!(file.signatories.iter().all(|one| one.status == SignatureStatus::ToConfirm));
    for key in &file.contract.neighbourhoods {
        assert!(demo.territory.code_of(key, file.contract.zoning_generation).is_some());
    }
}

#[test]
fn every_figure_has_a_base_a_source_and_a_date() {
    let file = demonstration().consultation;
    let codes: BTreeSet<_> = file.figures.iter().map(|figure| &figure.code).collect();
    assert_eq!(codes.len(), file.figures.len(), "codes are unique");
    for figure in &file.figures {
        assert!(!figure.base_label.trim().is_empty(), "{}", figure.code);
        assert!(!figure.slide.trim().is_empty(), "{}", figure.code);
        let document = file.documents.iter().find(|document| document.code == figure.document).expect("a document");
        assert!(figure.reported_on >= document.dated, "{}", figure.code);
        assert!(file.channels.iter().any(|channel| channel.code == figure.channel));
        if figure.unit == FigureUnit::Percent {
            assert!((0.0..=100.0).contains(&figure.value), "{}", figure.code);
        }
    }
}

#[test]
fn disagreements_of_the_source_are_recomputed() {
    let file = demonstration().consultation;
    for disagreement in &file.disagreements {
        let values: Vec<f64> =
            disagreement.figures.iter().map(|code| file.figure(code).expect("a figure").value).collect();
        let (expected, observed) = match disagreement.rule {
            Rule::Equal => (values[0], values[1]),
            Rule::Sum => (100.0, values.iter().sum()),
        };
        assert!((expected - disagreement.expected).abs() < 1e-9, "{}", disagreement.code);
        assert!((observed - disagreement.observed).abs() < 1e-9, "{}", disagreement.code);
        assert_ne!(disagreement.expected, disagreement.observed, "{}", disagreement.code);
    }
    for check in &file.checks {
        let sum: f64 = check.parts.iter().map(|code| file.figure(code).expect("a figure").value).sum();
        assert_eq!(sum, file.figure(&check.total).expect("a total").value, "{}", check.code);
    }
    let workshops: u16 = file
        .gatherings
        .iter()
        .filter(|gathering| gathering.channel == "workshop")
        .map(|gathering| gathering.count)
        .sum();
    assert_eq!(f64::from(workshops), file.figure("ateliers-total").expect("a total").value);
}

#[test]
fn coverage_tells_not_asked_from_unknown() {
    let demo = demonstration();
    let coverage = &demo.consultation.coverage;
    assert_eq!(coverage.len(), 25);
    for cell in coverage {
        let is_recorded = cell.state == CoverageState::Recorded;
        assert_eq!(cell.value.is_some(), is_recorded, "{} {}", cell.channel, cell.neighbourhood);
        assert_eq!(cell.base_label.is_some(), is_recorded);
        assert!(demo.territory.code_of(&cell.neighbourhood, 2015).is_some());
    }
    let cell = |channel: &str, place: &str| {
        coverage.iter().find(|cell| cell.channel == channel && cell.neighbourhood == place).expect("a cell")
    };
    assert_eq!(cell("workshop", "bastide-pont-vieux").state, CoverageState::NotAsked);
    assert_eq!(cell("online-survey", "bastide-pont-vieux").state, CoverageState::DistributionUnknown);
    assert_eq!(cell("telephone-survey", "bastide-pont-vieux").value, Some(31.0));
}

#[test]
fn the_matrix_has_the_marks_of_the_source() {
    let demo = demonstration();
    assert_eq!(demo.matrix.needs.len(), 26);
    assert_eq!(demo.matrix.evidence.len(), 53);
    let marks: Vec<usize> = demo.territory.neighbourhoods.iter().map(|place| demo.matrix.marks(&place.key)).collect();
    assert_eq!(marks, [8, 9, 6, 11, 19]);
    let codes: BTreeSet<_> = demo.matrix.evidence.iter().map(|one| &one.code).collect();
    assert_eq!(codes.len(), 53, "codes are unique");
    for evidence in &demo.matrix.evidence {
        assert!(demo.matrix.needs.iter().any(|need| need.code == evidence.need));
        assert!(demo.consultation.channels.iter().any(|one| one.code == evidence.channel));
        assert!(demo.consultation.documents.iter().any(|one| one.code == evidence.document));
        // The source names no channel for these marks: claiming one would be inventing it.
        assert_eq!(evidence.channel, "not-stated");
    }
    for need in &demo.matrix.needs {
        assert!(demo.matrix.need_themes.iter().any(|theme| theme.code == need.theme));
    }
    assert!(demo.matrix.needs.iter().filter(|need| need.sensitivity.is_some()).count() >= 2);
}

#[test]
fn employment_is_proposed_but_answers_no_need() {
    let matrix = demonstration().matrix;
    assert_eq!((matrix.need_themes.len(), matrix.solution_themes.len()), (7, 7));
    assert_eq!(matrix.answers.iter().map(|answer| answer.solution_themes.len()).sum::<usize>(), 10);
    for answer in &matrix.answers {
        assert!(matrix.need_themes.iter().any(|theme| theme.code == answer.need_theme));
        for code in &answer.solution_themes {
            assert!(matrix.solution_themes.iter().any(|theme| theme.code == *code));
        }
    }
    for proposal in &matrix.proposals {
        assert!(matrix.solution_themes.iter().any(|theme| theme.code == proposal.family), "{}", proposal.code);
        assert!(proposal.needs.iter().all(|code| matrix.needs.iter().any(|need| need.code == *code)));
    }
    let alone: Vec<_> = matrix.solutions_without_need().map(|theme| theme.code.as_str()).collect();
    assert_eq!(alone, ["emploi"]);
}

#[test]
fn people_are_fictional_and_each_role_is_held() {
    let people = demonstration().people;
    let mut roles = BTreeSet::new();
    for person in &people.people {
        assert!(person.email.ends_with("@demo.parvis.example"), "{}", person.email);
        assert!(people.organisations.iter().any(|one| one.key == person.organisation));
        let is_new = roles.insert(format!("{:?}", person.role));
        // Several funders sit in a committee, and two associations write to each other; everybody else is alone in her role.
        let is_several = [Role::CommitteeMember, Role::OrganisationSignatory].contains(&person.role);
        assert!(is_new || is_several, "{:?} twice", person.role);
    }
    assert_eq!(roles.len(), 14);
    for organisation in &people.organisations {
        assert!(organisation.is_fictional);
        assert!(organisation.name.starts_with("Exemple – ") || organisation.name.ends_with("(démonstration)"));
    }
}

#[test]
fn associations_have_numbers_that_hold_and_places_that_exist() {
    let demo = demonstration();
    let all = &demo.directory.associations;
    assert_eq!(all.len(), 25);
    let mut numbers = BTreeSet::new();
    for one in all {
        assert!(one.name.starts_with("Exemple – "), "{}", one.name);
        assert_eq!(identifiers::read_siret(&one.siret).as_deref(), Ok(one.siret.as_str()), "{}", one.name);
        assert_eq!(identifiers::read_rna(&one.rna).as_deref(), Ok(one.rna.as_str()), "{}", one.name);
        assert!(identifiers::read_phone(&one.phone).is_ok() && one.phone.starts_with("+3346571"), "{}", one.phone);
        assert!(one.iban.as_deref().is_none_or(|iban| identifiers::read_iban(iban).is_ok()), "{}", one.name);
        assert!(numbers.insert(&one.siret) && numbers.insert(&one.rna), "{} has the number of another", one.name);
        assert!(one.themes.iter().all(|code| demo.contract.nodes.iter().any(|node| node.code == *code)));
        assert!(one.areas.iter().all(|key| demo.territory.neighbourhoods.iter().any(|area| area.key == *key)));
    }
}

#[test]
fn applications_ask_what_they_cost_at_most_and_nobody_votes_more() {
    let demo = demonstration();
    let (all, calls) = (&demo.applications.applications, &demo.calls);
    assert!((60..=75).contains(&all.len()), "{} applications", all.len());
    let fates: BTreeSet<Fate> = all.iter().map(|one| one.fate).collect();
    assert_eq!(fates.len(), 15, "every fate is somebody’s: {fates:?}");
    for one in all {
        assert!(calls.calls.iter().any(|call| call.key == one.call), "{}", one.call);
        assert!(demo.directory.associations.iter().any(|known| known.key == one.carrier), "{}", one.carrier);
        assert_eq!(one.renews, one.projects.is_empty(), "{}", one.carrier);
        for project in &one.projects {
            let asked: i64 = project.asks.values().sum();
            assert!(asked > 0 && asked <= project.cost, "{} asks {asked}", project.title);
            assert!(project.objectives.iter().all(|code| demo.contract.nodes.iter().any(|node| node.code == *code)));
            assert!(project.areas.iter().all(|key| demo.territory.neighbourhoods.iter().any(|area| area.key == *key)));
            for (funder, said) in &project.votes {
                let asked = project.asks.get(funder).map_or(0, |euros| euros * 100);
                let given = match said {
                    Said::Proposed(euros) => euros * 100,
                    decided => decided.decision(asked).map_or(0, |(_, cents)| cents),
                };
                assert!(asked > 0 && given <= asked, "{}: {funder} gives {given} of {asked}", project.title);
            }
            let is_whole = project.votes.len() == project.asks.len();
            assert!(!matches!(one.fate, Fate::Wave1 | Fate::Wave2) || is_whole, "{} is half decided", project.title);
        }
    }
    assert!(calls.envelopes.iter().all(|one| calls.funders.iter().any(|funder| funder.key == one.funder)));
    assert!(
        calls.funders.iter().all(|one| demo.people.organisations.iter().any(|known| known.key == one.organisation))
    );
}

#[test]
fn facilities_are_labelled_as_examples_and_lie_in_the_neighbourhoods() {
    let demo = demonstration();
    assert_eq!(demo.facilities.rows.len(), demo.facilities.file.rows);
    let contours: Vec<_> =
        demo.perimeters.features.iter().filter(|one| one.properties.kind == PerimeterKind::Neighbourhood).collect();
    let mut reached = BTreeSet::new();
    for facility in &demo.facilities.rows {
        assert!(facility.name.starts_with("Exemple – "), "{}", facility.name);
        let contour = contours
            .iter()
            .find(|one| is_inside(one, facility.longitude, facility.latitude))
            .unwrap_or_else(|| panic!("{} lies outside", facility.name));
        reached.insert(&contour.properties.id);
        assert_eq!(facility.unique_id, format!("11069-{}", facility.code));
    }
    assert_eq!(reached.len(), 5);
}

#[test]
fn an_unknown_key_is_refused() {
    let text = include_str!("../data/people.toml").replace("job_title", "job");
    assert!(crate::read_toml::<crate::people::PeopleFile>("people.toml", &text).is_err());
    let text = include_str!("../data/matrix.toml").replace("[[evidence]]\n", "[[evidence]]\nextra = 1\n");
    assert!(crate::read_toml::<crate::matrix::MatrixFile>("matrix.toml", &text).is_err());
    let text = include_str!("../data/indicators.toml").replace("\"absent\"", "\"secret\"");
    assert!(crate::read_toml::<crate::indicators::IndicatorsFile>("indicators.toml", &text).is_err());
}

/// The three questionnaires give back what the report says: how many answered, and its shares.
#[test]
fn questionnaires_give_back_the_published_shares() {
    let told = crate::load().expect("the demonstration");
    let of = |code: &str| told.surveys.surveys.iter().find(|survey| survey.code == code).expect("a questionnaire");
    let (published, waves): (Vec<_>, Vec<_>) =
        told.surveys.surveys.iter().partition(|survey| survey.wave_of.is_empty());
    let counts: Vec<usize> = published.iter().map(|survey| survey.answers).collect();
    assert_eq!(counts, [216, 158, 89]);
    // A wave asks again in the same words: otherwise nothing could be compared.
    for (wave, question) in waves.iter().flat_map(|wave| wave.questions.iter().map(move |question| (wave, question))) {
        let before = of(&wave.wave_of).questions.iter().find(|one| one.name == question.name).expect("asked before");
        let words = |one: &crate::surveys::Question| -> Vec<(String, String)> {
            one.choices.iter().map(|(code, words, _)| (code.clone(), words.clone())).collect()
        };
        assert_eq!((&before.label, words(before)), (&question.label, words(question)), "{}", question.name);
        let told: usize = question.choices.iter().map(|(_, _, count)| count).sum();
        assert_eq!(told, question.base, "{}", question.name);
    }
    let share = |code: &str, question: &str, answer: &str| {
        let survey = of(code);
        let given: Vec<Option<String>> = survey
            .people()
            .into_iter()
            .map(|person| person.into_iter().find(|(name, _)| name == question).map(|(_, value)| value))
            .collect();
        let base = given.iter().flatten().count();
        let chosen = given.iter().flatten().filter(|value| value.split(' ').any(|one| one == answer)).count();
        (base, (100.0 * chosen as f64 / base as f64).round() as i64)
    };
    let online = |question, answer| share("enquete-en-ligne-2023", question, answer);
    assert_eq!(
        (online("sexe", "femme"), online("sexe", "homme"), online("sexe", "autre")),
        ((212, 68), (212, 31), (212, 0))
    );
    assert_eq!(online("quartier", "QN01105I").0, 209);
    assert_eq!(online("priorites", "sante").0, 183);
    let well = online("bien_etre", "tres_bien").1 + online("bien_etre", "plutot_bien").1;
    assert_eq!(well, 68);
    let areas = ["QN01104I", "QN01105I", "QN01106M", "QN01102I", "QN01103I"];
    let shares = areas.map(|area| share("enquete-telephone-2023", "quartier", area).1);
    assert_eq!((shares, shares.iter().sum::<i64>()), ([31, 9, 11, 25, 17], 93), "seven in a hundred are not there");
    assert_eq!(share("enquete-telephone-2023", "age", "moins_60"), (158, 1), "one person");
    let young = |question, answer| share("enquete-jeunes-2023", question, answer).1;
    let found = [
        young("sexe", "femme"),
        young("commune", "carcassonne"),
        young("aide", "ecole"),
        young("aide", "centre_social"),
        young("aide", "mission_locale"),
        young("aide", "info_jeunesse"),
        young("activites", "oui"),
        young("avenir", "oui"),
    ];
    assert_eq!(found, [43, 40, 43, 29, 15, 13, 61, 64]);
    for survey in &told.surveys.surveys {
        for person in survey.people() {
            for question in &survey.questions {
                let given = person.iter().find(|(name, _)| *name == question.name).map_or("", |(_, value)| value);
                let mut codes: Vec<&str> = given.split_whitespace().collect();
                let count = codes.len();
                codes.sort_unstable();
                codes.dedup();
                assert!(count == codes.len() && count <= question.most, "{} {}: {given}", survey.code, question.name);
            }
        }
    }
}

#[test]
fn imagined_answers_follow_the_shares_of_the_report() {
    let demo = demonstration();
    let words = &demo.words;
    let answers = words.online_answers();
    assert_eq!(answers.len(), words.online.answers);
    assert_eq!(Some(answers.len() as f64), demo.consultation.figure("en-ligne-repondants").map(|one| one.value));
    let group = |code: &String| words.ideas.iter().find(|idea| idea.code == *code).map(|idea| idea.group.as_str());
    for (name, figure) in [
        ("securite", "en-ligne-besoin-securite"),
        ("proprete", "en-ligne-besoin-proprete"),
        ("stationnement", "en-ligne-besoin-stationnement"),
        ("deplacements", "en-ligne-besoin-deplacement"),
        ("espaces-verts", "en-ligne-besoin-espaces-verts"),
        ("commerces", "en-ligne-besoin-commerces"),
    ] {
        let told = answers.iter().filter(|said| said.codes.iter().any(|code| group(code) == Some(name))).count();
        let share = 100.0 * told as f64 / answers.len() as f64;
        let published = demo.consultation.figure(figure).expect("a figure").value;
        assert!((share - published).abs() < 0.5, "{name}: {share} for {published}");
    }
    let distinct: BTreeSet<&str> = answers.iter().map(|said| said.text.as_str()).collect();
    assert!(distinct.len() * 10 > answers.len() * 8, "{} of {} are different", distinct.len(), answers.len());
    for workshop in &words.workshops {
        let said = words.workshop(workshop);
        let told: usize = workshop.ideas.iter().map(|idea| idea.times).sum();
        assert_eq!(said.len(), told, "{}: an idea is unknown", workshop.neighbourhood);
        assert!(said.len() >= 22 && demo.territory.neighbourhoods.iter().any(|one| one.key == workshop.neighbourhood));
    }
    let all = words.workshops.iter().flat_map(|workshop| words.workshop(workshop)).chain(answers.iter().cloned());
    let all: Vec<_> = all.collect();
    let masked: Vec<String> = all.iter().map(|said| corpus::facade::masked(&said.text)).collect();
    let named: Vec<&String> =
        masked.iter().zip(&all).filter(|(masked, said)| **masked != said.text).map(|of| of.0).collect();
    assert!(named.is_empty(), "nobody is named: {named:?}");
    for said in all {
        assert!(!said.text.contains("{}") && said.text.chars().count() > 12, "{}", said.text);
    }
}
