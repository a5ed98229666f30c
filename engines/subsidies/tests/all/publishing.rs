//! What is published is valid, says what is kept and nothing that must not be; what is read back is what was written.

use std::fs;

use crate::made::{changed, file, frictionless, grant, oracle, python, titles, validata};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use subsidies::{
    Beneficiary, Catalogue, Contact, Dataset, Distribution, Duty, Format, Giver, Grant, Nature, Note, Payment,
    Publisher, Share, Standing, Table, Terms, check, publish_by, standing, write,
};

fn written(grants: &[Grant], format: Format) -> (String, subsidies::Written) {
    let mut out = Vec::new();
    let told = write(grants, format, &mut out).expect("written");
    (String::from_utf8(out).expect("UTF-8"), told)
}

fn organisation(siret: Option<&str>, rna: Option<&str>) -> Grant {
    let beneficiary = Beneficiary::Organisation {
        name: "Association Exemple".to_owned(),
        siret: siret.map(str::to_owned),
        rna: rna.map(str::to_owned),
    };
    Grant { beneficiary, ..grant() }
}

fn read_back(text: &str, format: Format) -> Vec<Grant> {
    let (mut table, lacking) = Table::open(text.as_bytes(), format).expect("read");
    assert_eq!(lacking, []);
    let mut grants = Vec::new();
    while let Some(entry) = table.read().expect("read") {
        grants.push(entry.grant.expect("a grant"));
    }
    grants
}

#[test]
fn both_arrangements_are_written_to_the_letter() {
    let (text, told) = written(&[grant()], Format::Scdl);
    assert_eq!(
        text,
        "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,montant,\
         nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide\n\
         Carcassonne Agglo,20003571500008,2026-05-18,2026-05-103,Association Exemple,73282932000074,W111000123,\
         \"Contrat de ville 2026 : ateliers, sorties (2 actions) dits « du mardi », \"\"ensemble\"\"\",14500.00,aide en numéraire,\
         échelonné,2026-06-15/2027-06-30,,non,1.00,Contrat de ville – appel à projets 2026\n"
    );
    assert_eq!((told.rows, told.left.len(), told.notes.len()), (1, 0, 0));
    let (text, _) = written(&[grant()], Format::Regulatory);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0].split(',').count(), 14);
    assert!(lines[1].ends_with(",14500.00,aide en numéraire,échelonné,2026-06-15_2027-06-30,,non,1.00"), "{text}");
    assert!(check(text.as_bytes(), Format::Regulatory).expect("read").problems.is_empty());
}

#[test]
fn the_example_of_the_annex_is_valid_for_everybody() {
    let text = file(&[titles(), changed(&[])]);
    assert!(check(text.as_bytes(), Format::Scdl).expect("read").problems.is_empty());
}

#[test]
fn persons_are_never_named_only_counted() {
    let person = Grant { beneficiary: Beneficiary::Person, cents: 65_000, ..grant() };
    let named = Grant {
        beneficiary: Beneficiary::Organisation {
            name: "Mme Sarah Exemple".to_owned(),
            siret: None,
            rna: Some("W111000123".to_owned()),
        },
        ..grant()
    };
    let (text, told) = written(&[person, named, grant()], Format::Scdl);
    assert_eq!((told.rows, told.persons, told.persons_cents), (1, 1, 65_000));
    assert_eq!(told.left[0].grant, 1);
    assert!(told.left[0].reasons[0].contains("personne physique"), "{told:?}");
    assert!(!text.contains("Sarah"));
    let report = check(
        file(&[titles(), changed(&[("nomBeneficiaire", "M. Paul Exemple"), ("idBeneficiaire", "")])]).as_bytes(),
        Format::Scdl,
    );
    assert!(report.expect("read").problems.iter().all(|problem| !problem.to_string().contains("Paul")));
}

#[test]
fn overseas_numbers_of_associations_give_way_to_the_siret() {
    let with = organisation(Some("73282932000074"), Some("W9R1004567"));
    let without = organisation(None, Some("W2A1000123"));
    let (text, told) = written(&[with, without], Format::Scdl);
    assert!(text.contains(",73282932000074,,"), "{text}");
    assert_eq!(told.notes, [Note::OverseasRna { grant: 0, rna: "W9R1004567".to_owned() }]);
    assert!(told.left[0].reasons[0].contains("outre-mer"), "{told:?}");
    let (_, told) = written(&[organisation(None, Some("W111000123"))], Format::Regulatory);
    assert!(told.left[0].reasons[0].contains("SIRET"), "{told:?}");
}

#[test]
fn long_and_broken_texts_are_brought_to_the_schema() {
    let object = "ateliers d’éveil\r\n".repeat(40);
    let (text, told) = written(&[Grant { object, ..grant() }], Format::Scdl);
    assert_eq!(text.lines().count(), 2);
    assert!(matches!(told.notes.as_slice(), [note] if note.sentence().contains("objet est coupé à 256")));
    assert!(text.contains("ateliers d’éveil…"));
}

#[test]
fn grants_that_say_nothing_sound_are_left_with_their_reasons() {
    let cases = [
        (Grant { cents: -5, ..grant() }, "négatif"),
        (Grant { cents: 0, ..grant() }, "nul"),
        (Grant { cents: i64::MAX, ..grant() }, "100 milliards"),
        (Grant { payment: Payment::Between(date(2027, 1, 1), date(2026, 1, 1)), ..grant() }, "échangez"),
        (Grant { object: " \n".to_owned(), ..grant() }, "obligatoire"),
        (Grant { giver: Giver { name: "Agglo".to_owned(), siret: "20003571500009".to_owned() }, ..grant() }, "SIRET"),
        (Grant { register: "123456".to_owned(), ..grant() }, "5 au plus"),
        (organisation(None, None), "ni numéro SIRET"),
    ];
    for (grant, word) in cases {
        let (text, told) = written(std::slice::from_ref(&grant), Format::Scdl);
        assert_eq!((text.lines().count(), told.rows), (1, 0), "{word}");
        assert!(told.left[0].reasons.iter().any(|reason| reason.contains(word)), "{word}: {told:?}");
    }
}

#[test]
fn shares_are_written_as_numbers() {
    for (parts, text) in [(10_000, "1.00"), (4_500, "0.45"), (100, "0.01"), (3_333, "0.3333"), (5, ""), (10_001, "")] {
        assert_eq!(Share::of(parts).map_or_else(String::new, Share::written), text);
    }
}

fn any_grant() -> impl Strategy<Value = Grant> {
    let day = || (2017..2035_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, of_month)| date(year, month, of_month));
    let terms = prop_oneof![Just(Terms::Once), Just(Terms::Staged), "[a-zé]{3,30}".prop_map(Terms::Other)];
    let siret = prop_oneof![Just("73282932000074"), Just("21060004500392"), Just("35600000009075")];
    let numbers = (siret, proptest::option::of(Just("W111000123".to_owned())));
    let texts = ("[A-Za-zé,;\"' ’]{1,40}x", "[0-9-]{0,12}", "[^\\p{C}\\p{Z}]{1,60}", "[a-z]{0,8}");
    (
        texts,
        numbers,
        1..=10_000_000_000_000_i64,
        (terms, 0..3_usize, any::<bool>()),
        (day(), day(), 0..400_i32),
        100..=10_000_u16,
    )
        .prop_map(|(texts, (siret, rna), cents, (terms, nature, is_notified), (signed_on, from, days), share)| {
            Grant {
                giver: Giver { name: "Carcassonne Agglo".to_owned(), siret: "20003571500008".to_owned() },
                signed_on,
                reference: texts.1,
                beneficiary: Beneficiary::Organisation {
                    name: texts.0.trim().to_owned(),
                    siret: Some(siret.to_owned()),
                    rna,
                },
                object: texts.2,
                cents,
                nature: Nature::ALL[nature],
                terms,
                payment: match days {
                    0 => Payment::On(from),
                    days => Payment::Between(from, from.saturating_add(jiff::Span::new().days(days))),
                },
                register: String::new(),
                is_notified,
                share: Share::of(share).expect("a share"),
                scheme: texts.3,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 60, ..ProptestConfig::default() })]

    /// What is written is accepted by the check, and read back the same.
    #[test]
    fn what_is_written_comes_back(grants in proptest::collection::vec(any_grant(), 1..8)) {
        let (text, told) = written(&grants, Format::Scdl);
        prop_assert_eq!(&told.left, &[]);
        let report = check(text.as_bytes(), Format::Scdl).expect("read");
        prop_assert!(report.problems.is_empty(), "{:?}", report.problems);
        prop_assert_eq!(read_back(&text, Format::Scdl), grants);
    }

    /// No bytes make the check or the reader fall, and nothing is refused without a sentence.
    #[test]
    fn any_bytes_are_told(bytes in proptest::collection::vec(any::<u8>(), 0..600), cut in 0..400_usize) {
        let text = file(&[titles(), changed(&[]), changed(&[("montant", "12 500")])]).into_bytes();
        let spoilt = [&text[..cut.min(text.len())], &bytes, &text[cut.min(text.len())..]].concat();
        for bytes in [bytes.as_slice(), &spoilt] {
            for format in [Format::Scdl, Format::Regulatory] {
                if let Ok(report) = check(bytes, format) {
                    prop_assert!(report.problems.iter().all(|problem| problem.to_string().len() > 15));
                }
                if let Ok((mut table, _)) = Table::open(bytes, format) {
                    while let Ok(Some(entry)) = table.read() {
                        prop_assert!(entry.grant.is_ok() || entry.row > 1);
                    }
                }
            }
        }
    }
}

#[test]
fn a_thousand_of_any_grants_are_valid_for_the_published_validator() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let grants: Vec<Grant> =
        (0..1_000).map(|_| any_grant().new_tree(&mut runner).expect("a grant").current()).collect();
    let (text, told) = written(&grants, Format::Scdl);
    assert_eq!((told.rows, told.left.len()), (1_000, 0), "{:?}", told.left.first());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("subventions.csv");
    fs::write(&path, text).expect("written");
    assert_eq!(validata(std::slice::from_ref(&path)), [[]]);
    assert_eq!(frictionless("scdl", std::slice::from_ref(&path)), [[]]);
    // The file of the order too, whose fourteen columns are those of its annex.
    let (text, told) = written(&grants, Format::Regulatory);
    let first = text.lines().next().unwrap_or_default().split(',').count();
    assert_eq!((told.rows + told.left.len() as u64, first), (1_000, 14));
    let path = folder.path().join("reglementaire.csv");
    fs::write(&path, &text).expect("written");
    assert_eq!(frictionless("regulatory", std::slice::from_ref(&path)), [[]]);
    // And what is wrong is refused by both: the oracle sees.
    fs::write(&path, text.replacen("aide en", "un don en", 1)).expect("written");
    let refused = frictionless("regulatory", std::slice::from_ref(&path));
    assert_eq!(refused.iter().map(Vec::len).collect::<Vec<_>>(), [1], "{refused:?}");
}

#[test]
fn files_as_people_keep_them_are_read() {
    let text = "nom_attribuant;ID ATTRIBUANT;dateDecision;nomBeneficiaire;idBeneficiaire;object;montant;nature;conditionsVersement;\
                datesPeriodeVersement;notificationUE;pourcentageSubvention\n\
                Agglo;20003571500008;2026-05-18;Été;732 829 320 00074;Ateliers;14500;aide en nature;unique;2026-06-15;non;1\n\n";
    let latin: Vec<u8> = text.chars().map(|sign| u8::try_from(u32::from(sign)).expect("Latin-1")).collect();
    let (mut table, lacking) = Table::open(latin.as_slice(), Format::Scdl).expect("read");
    assert_eq!(lacking, []);
    let grant = table.read().expect("read").expect("a row").grant.expect("a grant");
    assert_eq!((grant.cents, grant.share, grant.nature), (1_450_000, Share::WHOLE, Nature::Kind));
    let Beneficiary::Organisation { name, siret, .. } = grant.beneficiary else { panic!("an organisation") };
    assert_eq!((name.as_str(), siret.as_deref()), ("Été", Some("73282932000074")));
    assert!(table.read().expect("read").is_none());
    let report = check(latin.as_slice(), Format::Scdl).expect("read");
    let told = report.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for words in [
        "points-virgules",
        "pas en UTF-8",
        "Colonne object : cette colonne n’est pas du schéma",
        "« objet »",
        "Ligne 3 : cette ligne est vide",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
}

#[test]
fn a_grant_whose_value_is_unsure_is_no_grant() {
    for change in [
        ("montant", "1.234"),
        ("montant", "1234567890123456789"),
        ("montant", "NaN"),
        ("datesPeriodeVersement", "2026-02-31"),
    ] {
        let text = file(&[titles(), changed(&[change])]);
        let (mut table, _) = Table::open(text.as_bytes(), Format::Scdl).expect("read");
        let told = table.read().expect("read").expect("a row").grant.expect_err("no grant");
        assert_eq!(told[0].column.as_deref(), Some(change.0));
    }
}

#[test]
fn shifted_cells_and_what_was_meant_are_told() {
    let shifted = [vec![String::new()], changed(&[])[..15].to_vec()].concat();
    let text =
        file(&[titles(), shifted, changed(&[("dateConvention", "05/12/2016"), ("pourcentageSubvention", "80")])]);
    let report = check(text.as_bytes(), Format::Scdl).expect("read");
    let told = report.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for words in [
        "Ligne 2 : les cellules semblent décalées d’une colonne vers la droite",
        "Ligne 3, colonne dateConvention (« 05/12/2016 ») : une date s’écrit AAAA-MM-JJ : écrivez 2016-12-05",
        "Ligne 3, colonne pourcentageSubvention (« 80 ») : la part s’écrit entre 0.01 et 1, 1.00 pour un bénéficiaire seul : écrivez 0.80",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
}

/// Two million rows, made as they are read: nothing holds them.
struct Rows {
    left: u64,
    pending: Vec<u8>,
    row: Vec<u8>,
}

impl std::io::Read for Rows {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.pending.is_empty() && self.left > 0 {
            self.left -= 1;
            self.pending.extend_from_slice(&self.row);
        }
        let count = self.pending.len().min(into.len());
        into[..count].copy_from_slice(&self.pending[..count]);
        self.pending.drain(..count);
        Ok(count)
    }
}

#[test]
fn two_million_rows_pass_through() {
    let row = file(&[changed(&[("montant", "douze")])]).into_bytes();
    let rows = Rows { left: 2_000_000, pending: file(&[titles()]).into_bytes(), row };
    let report = check(rows, Format::Scdl).expect("read");
    assert_eq!((report.rows, report.refusals, report.problems.len()), (2_000_000, 2_000_000, 1_000));
    assert_eq!(report.by_column["montant"], 2_000_000);
}

fn catalogue() -> Catalogue {
    let file = |name: &str, kind: &str, file_type: &str, schema: Option<&str>| Distribution {
        title: format!("Subventions 2026 « {name} »"),
        url: format!("https://contrat.exemple.fr/donnees-ouvertes/subventions-2026/{name}"),
        media_type: kind.to_owned(),
        file_type: file_type.to_owned(),
        schema: schema.map(str::to_owned),
        bytes: 1_234,
        sha256: "0a".repeat(32),
        modified: date(2026, 8, 1),
    };
    Catalogue {
        url: "https://contrat.exemple.fr/donnees-ouvertes".to_owned(),
        title: "Données ouvertes du contrat de ville".to_owned(),
        description: "Ce que le contrat publie :\n\t« tout », \"entre guillemets\" \\ à part \u{1}".to_owned(),
        publisher: Publisher {
            name: "Carcassonne Agglo".to_owned(),
            siret: "20003571500008".to_owned(),
            home: "https://contrat.exemple.fr/a b<c>".to_owned(),
        },
        modified: date(2026, 8, 1),
        datasets: vec![Dataset {
            id: "subventions-2026".to_owned(),
            title: "Subventions du contrat de ville 2026".to_owned(),
            description: "Une ligne par bénéficiaire.".to_owned(),
            keywords: vec!["subvention".to_owned(), "contrat de ville".to_owned()],
            issued: date(2026, 6, 1),
            modified: date(2026, 8, 1),
            covers: Some((date(2026, 1, 1), date(2026, 12, 31))),
            communes: vec!["11069".to_owned()],
            contact: Contact {
                name: "Service politique de la ville".to_owned(),
                email: "donnees@exemple.fr".to_owned(),
            },
            distributions: vec![
                file("subventions.csv", "text/csv", "CSV", Some(Format::Scdl.schema())),
                file("subventions-reglementaire.csv", "text/csv", "CSV", Some(Format::Regulatory.schema())),
            ],
        }],
    }
}

#[test]
fn the_catalogue_is_one_graph_in_two_syntaxes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (json, turtle) = (folder.path().join("catalogue.jsonld"), folder.path().join("catalogue.ttl"));
    fs::write(&json, catalogue().to_json_ld()).expect("written");
    fs::write(&turtle, catalogue().to_turtle()).expect("written");
    let said = python().arg(oracle("rdf.py")).args([&json, &turtle]).output().expect("python runs");
    assert!(said.status.success(), "{}\n{}", String::from_utf8_lossy(&said.stderr), catalogue().to_turtle());
    let told = String::from_utf8(said.stdout).expect("UTF-8");
    assert!(told.contains("same True"), "{told}");
    assert!(told.contains("/subventions-2026/subventions.csv 1234 0a0a"), "{told}");
    assert_eq!(catalogue().to_turtle(), catalogue().to_turtle());
}

#[test]
fn three_months_are_followed_agreement_by_agreement() {
    let duty = Duty::default();
    let signed: Date = date(2026, 5, 18);
    assert_eq!(publish_by(signed, duty), date(2026, 8, 18));
    assert_eq!(publish_by(date(2026, 11, 30), duty), date(2027, 2, 28), "the last day of a shorter month");
    let at = |today, published_on| standing(2_300_001, signed, published_on, today, duty);
    assert_eq!(at(date(2026, 8, 18), None), Standing::Due { until: date(2026, 8, 18), days: 0 });
    assert_eq!(at(date(2026, 8, 20), None), Standing::Late { until: date(2026, 8, 18), days: 2 });
    assert_eq!(at(date(2026, 9, 1), Some(date(2026, 8, 18))), Standing::Published(date(2026, 8, 18)));
    assert_eq!(
        at(date(2026, 9, 1), Some(date(2026, 8, 28))),
        Standing::PublishedLate { on: date(2026, 8, 28), days: 10 }
    );
    assert_eq!(
        standing(2_300_000, signed, None, date(2027, 1, 1), duty),
        Standing::Free,
        "23 000 € is not above 23 000 €"
    );
    assert_eq!(standing(9_900_000, signed, None, date(2027, 1, 1), Duty { holds: false, ..duty }), Standing::Free);
}
