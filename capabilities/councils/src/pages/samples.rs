//! Every page in its states, for the gallery and the tests. What is said here is invented.

use interface::{Form, Frame, Link, Sample, Site, TableOptions};
use jiff::civil::Date;
use kernel::{Cents, FieldError, Moment, Uuid};
use territory::facade::Area;

use super::above;
use super::college::{self, CollegePage};
use super::crossed::CrossedPage;
use super::kinds::{self, KindsPage};
use super::list::{ListPage, table_of};
use super::recognition::RecognitionPage;
use super::setting::{self, SettingPage};
use super::sheet::{self, SheetPage};
use crate::rules::{
    Age, College, CollegeKind, Council, CouncilTerms, Crossed, Feature, Names, RecognitionStep, RuleScope,
    STRUCTURE_KINDS, Sex, first_terms,
};
use crate::store::recognition::Taken;

pub(super) fn areas() -> Vec<Area> {
    let area = |rank: u128, name: &str| Area {
        id: Uuid::from_u128(rank),
        code: format!("QN0110{rank}N"),
        name: name.into(),
        kind: "QPV".into(),
        communes: vec!["Ville d’essai".into()],
    };
    vec![area(1, "Fleming La Reille"), area(2, "Grazailles")]
}

fn kinds() -> Vec<(Uuid, String)> {
    (10..).zip(STRUCTURE_KINDS).map(|(rank, label)| (Uuid::from_u128(rank), label.to_owned())).collect()
}

pub(super) fn council() -> Council {
    let terms = CouncilTerms {
        name: "Conseil citoyen des deux rives".into(),
        purpose: "Donner son avis sur le contrat de ville et porter des projets.".into(),
        areas: areas().iter().map(|area| area.id).collect(),
        support: "Centre social Max-Savy".into(),
        budget: Some(Cents(500_000)),
        place: "Maison des associations".into(),
        charter: "Le conseil est indépendant des pouvoirs publics.".into(),
        ..CouncilTerms::default()
    };
    Council { id: Uuid::from_u128(100), terms, revision: 1 }
}

pub(super) fn college_of(kind: CollegeKind) -> College {
    let ids: Vec<Uuid> = kinds().iter().map(|kind| kind.0).collect();
    let terms = first_terms(kind, 16, &council().terms.areas, &ids);
    College { id: Uuid::from_u128(101), council: council().id, kind, terms, revision: 1 }
}

/// Names of the sample council.
pub(super) fn names() -> Names {
    Names::new(areas().into_iter().map(|area| (area.id, area.name)).collect(), kinds(), 30)
}

/// Rules beside quotas of the sample council.
pub(super) fn crossed() -> Vec<Crossed> {
    let rule = |rank: u128, scope, first: (Feature, &str), second: Option<(Feature, &str)>, (low, high)| Crossed {
        id: Uuid::from_u128(rank),
        scope,
        first: (first.0, first.1.to_owned()),
        second: second.map(|(feature, value)| (feature, value.to_owned())),
        low,
        high,
    };
    let area = Uuid::from_u128(2).to_string();
    vec![
        rule(
            601,
            RuleScope::Residents,
            (Feature::Age, Age::Young.code()),
            Some((Feature::Area, area.as_str())),
            (2, None),
        ),
        rule(602, RuleScope::Whole, (Feature::Sex, Sex::Woman.code()), None, (15, Some(17))),
    ]
}

fn rules_pages(site: &Site) -> Vec<Sample> {
    let colleges = [college_of(CollegeKind::Residents), college_of(CollegeKind::Actors)];
    let page = |form: Form, rules: &[Crossed], is_announced: bool| {
        let frame = Frame::back_office(site, "Règles croisées", "/gestion/conseils/x/regles");
        let frame = frame.with_breadcrumb(above(&council()));
        let form = form.with("revision", "1");
        CrossedPage::new(frame, form, (&council(), &colleges, &names()), rules, is_announced)
    };
    let wrong = one("parmi", "Personne n’a deux valeurs du même critère : croisez deux critères différents");
    let typed = Form::filled([("portee", "residents"), ("qui", "sex.woman"), ("parmi", "sex.man"), ("au-moins", "2")]);
    vec![
        Sample::of("conseils", "Règles croisées, aucune", &page(Form::empty(), &[], false)),
        Sample::of("conseils", "Règles croisées, à corriger", &page(typed.with_errors(wrong), &crossed(), false)),
        Sample::of("conseils", "Règles croisées, tirage annoncé", &page(Form::empty(), &crossed(), true)),
    ]
}

fn one(field: &str, sentence: &str) -> Vec<FieldError> {
    vec![FieldError::new(field, sentence)]
}

fn recognitions(site: &Site) -> Vec<Sample> {
    let taken = |step: RecognitionStep, day: i8, reference: &str| Taken {
        id: Uuid::from_u128(500),
        council: council().id,
        step,
        day: Date::constant(2027, 9, day),
        reference: reference.into(),
        note: String::new(),
        noted_at: Moment(1_800_000_000_000),
    };
    let all = [
        taken(RecognitionStep::MayorHeard, 2, ""),
        taken(RecognitionStep::ListSent, 6, "Courrier 27-118"),
        taken(RecognitionStep::Recognised, 27, "11-2027-09-27-3"),
    ];
    let page = |steps: &[Taken], errors: Vec<FieldError>| {
        let frame = Frame::back_office(site, "Reconnaissance par l’État", "/gestion/conseils/x/reconnaissance");
        let frame = frame.with_breadcrumb(above(&council()));
        let lists = vec![Link::new("Liste nominative, habitants (XLSX)", "/gestion/tirages/x/appels/membres.xlsx")];
        RecognitionPage::new(frame, Form::empty().with_errors(errors), steps, (lists, true))
    };
    let wrong = one("reference", "Indiquez le numéro de l’arrêté préfectoral");
    vec![
        Sample::of("conseils", "Reconnaissance, rien encore", &page(&[], vec![])),
        Sample::of("conseils", "Reconnaissance, à corriger", &page(&all[..2], wrong)),
        Sample::of("conseils", "Reconnaissance, signée", &page(&all, vec![])),
    ]
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let (council, names) = (council(), names());
    let colleges = vec![college_of(CollegeKind::Residents), college_of(CollegeKind::Actors)];
    let list = |is_empty: bool| {
        let lines = if is_empty { vec![] } else { vec![(council.clone(), names.clone(), colleges.clone())] };
        let table = table_of(&lines);
        let frame = back("Conseils citoyens", "/gestion/conseils");
        ListPage { frame, table: interface::table(&table, &TableOptions::default()), is_empty, may_open: true }
    };
    let setting = |form: Form, is_new: bool| {
        SettingPage::new(back("Créer un conseil", "/gestion/conseils/nouveau"), form, &areas(), &[], is_new)
    };
    let sheet = |may_set_up: bool| SheetPage {
        frame: back(&council.terms.name, "/gestion/conseils/x"),
        rows: sheet::rows(&council, &names, &crossed()),
        charter: council.terms.charter.clone(),
        colleges: colleges.iter().map(|one| sheet::shown(one, &names, &crossed())).collect(),
        recognition: ("/gestion/conseils/x/reconnaissance".into(), "à suivre".into()),
        may_set_up,
        life: may_set_up.then(|| "/gestion/instances/x".to_owned()),
        kinds: "/gestion/conseils/x/types".into(),
        crossed: "/gestion/conseils/x/regles".into(),
        has_kinds: true,
    };
    let quotas = |college: &College, errors: Vec<FieldError>| {
        let frame = back("Sièges et quotas", "/gestion/colleges/x/modifier").with_breadcrumb(above(&council));
        CollegePage::new(frame, college::form_of(&college.terms).with_errors(errors), &names, college.kind)
    };
    let kinds_page = |errors: Vec<FieldError>| {
        let frame = back("Types de structure", "/gestion/conseils/x/types").with_breadcrumb(above(&council));
        KindsPage::new(frame, kinds::form_of(&kinds(), 1).with_errors(errors), &kinds())
    };
    let group = "conseils";
    let mut all = vec![
        Sample::of(group, "Liste des conseils", &list(false)),
        Sample::of(group, "Liste des conseils, vide", &list(true)),
        Sample::of(group, "Créer un conseil", &setting(setting::first_form(), true)),
        Sample::of(
            group,
            "Créer un conseil, à corriger",
            &setting(
                setting::first_form().with_errors(one("nom", "Indiquez le nom du conseil, de moins de 150 signes")),
                true,
            ),
        ),
        Sample::of(group, "Modifier un conseil", &setting(setting::form_of(&council.terms), false)),
        Sample::of(group, "Un conseil", &sheet(true)),
        Sample::of(group, "Un conseil, en lecture", &sheet(false)),
        Sample::of(group, "Types de structure", &kinds_page(vec![])),
        Sample::of(
            group,
            "Types de structure, à corriger",
            &kinds_page(one("types", "Deux types de structure ont le même nom : gardez-en un")),
        ),
        Sample::of(group, "Quotas des habitants", &quotas(&colleges[0], vec![])),
        Sample::of(
            group,
            "Quotas des acteurs, à corriger",
            &quotas(&colleges[1], one("sieges", "Le nombre de sièges va de 1 à 200")),
        ),
    ];
    all.extend(rules_pages(site));
    all.extend(recognitions(site));
    all.extend(super::samples_pool::samples(site));
    all.extend(super::samples_drawing::samples(site));
    all
}
