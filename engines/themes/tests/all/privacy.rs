//! How much of what names somebody is found, on sentences labelled by hand (imagined people).

use std::ops::Range;

use themes::privacy::{Kind, find, mask};

const VERBATIMS: &str = include_str!("labelled/verbatims.txt");

fn kind(name: &str) -> Kind {
    match name {
        "nom" => Kind::Name,
        "tel" => Kind::Phone,
        "courriel" => Kind::Email,
        "adresse" => Kind::Address,
        "logement" => Kind::Dwelling,
        "plaque" => Kind::Plate,
        "nir" => Kind::SocialSecurity,
        "banque" => Kind::Bank,
        "naissance" => Kind::Birth,
        "compte" => Kind::Account,
        other => panic!("label {other}"),
    }
}

/// A sentence without its labels, and where they stood.
fn read(line: &str) -> (String, Vec<(Range<usize>, Kind)>) {
    let mut text = String::new();
    let mut labels = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[[") {
        let (label, next) = after.split_once("]]").expect("a closed label");
        let (name, words) = label.split_once(':').expect("a sort");
        text.push_str(before);
        labels.push((text.len()..text.len() + words.len(), kind(name)));
        text.push_str(words);
        rest = next;
    }
    text.push_str(rest);
    (text, labels)
}

/// Labelled spans that are masked whole, spans found that are labelled, of how many each; and what went wrong.
fn measured(lines: impl Iterator<Item = &'static str>) -> ([usize; 4], Vec<String>) {
    let (mut covered, mut labelled, mut right, mut found_count) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for line in lines {
        let (text, labels) = read(line);
        let found = find(&text);
        labelled += labels.len();
        found_count += found.len();
        for (place, kind) in &labels {
            let is_covered = found.iter().any(|span| span.place.start <= place.start && span.place.end >= place.end);
            covered += usize::from(is_covered);
            if !is_covered {
                wrong.push(format!("not masked, {kind:?} « {} »: {}", &text[place.clone()], mask(&text)));
            }
        }
        for span in &found {
            let is_right = labels.iter().any(|(place, _)| place.start < span.place.end && span.place.start < place.end);
            right += usize::from(is_right);
            if !is_right {
                wrong.push(format!("masked for nothing, {:?}: {}", span.kind, mask(&text)));
            }
        }
    }
    ([covered, labelled, right, found_count], wrong)
}

#[test]
fn what_names_somebody_is_found_and_little_else() {
    let ([covered, labelled, right, found], wrong) = measured(VERBATIMS.lines());
    let (recall, precision) = (covered as f64 / labelled as f64, right as f64 / found as f64);
    println!("recall {recall:.3} ({covered} of {labelled}), precision {precision:.3} ({right} of {found})");
    wrong.iter().for_each(|line| println!("  {line}"));
    assert!(labelled >= 60 && recall >= 0.95, "{recall}: {wrong:#?}");
    assert!(precision >= 0.95, "{precision}: {wrong:#?}");
}

#[test]
fn a_masked_text_reads_well_and_is_masked_for_good() {
    let text = "Appelez Mme Lopez au 06 12 34 56 78, 12 rue de Verdun.";
    assert_eq!(mask(text), "Appelez [nom] au [téléphone], [adresse].");
    for line in VERBATIMS.lines() {
        let once = mask(&read(line).0);
        assert_eq!(mask(&once), once, "masking again changes nothing");
    }
}

/// Written after the rules, which were not changed for them.
#[test]
fn sentences_the_rules_were_not_made_on_are_masked_nearly_as_well() {
    let ([covered, labelled, right, found], wrong) = measured(include_str!("labelled/unseen.txt").lines());
    let (recall, precision) = (covered as f64 / labelled as f64, right as f64 / found as f64);
    println!("unseen: recall {recall:.3} ({covered} of {labelled}), precision {precision:.3} ({right} of {found})");
    wrong.iter().for_each(|line| println!("  {line}"));
    assert!(recall >= 0.85 && precision >= 0.85, "{recall} {precision}: {wrong:#?}");
}
