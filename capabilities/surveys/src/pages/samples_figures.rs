//! More pages in their states: figures compared, answers behind a figure, a table of questions. What is said here is invented.

use interface::{Form, Frame, Language, Link, Pagination, Sample, Site, SummaryRow, TableOptions};
use kernel::Uuid;
use questionnaire::answering::{Answers, Circumstances, Session};
use questionnaire::plan::Plan;
use tabulation::{Answer, BasePolicy, DataSet, Variable};

use super::answering::{StepPage, questions_of};
use super::cell::CellPage;
use super::compared::ComparedPage;
use crate::actions::Ready;
use crate::facade::channels::side_by_side;
use crate::facade::tables::Reader;
use crate::rules::draft::{MATRIX, QuestionText, put};

const GROUP: &str = "Résultats des questionnaires";

fn frame(site: &Site, title: &str) -> Frame {
    let above = vec![Link::new("Gestion", "/gestion"), Link::new("Questionnaires", "/gestion/questionnaires")];
    Frame::back_office(site, title, "/gestion/questionnaires/1/resultats/vie").with_breadcrumb(above)
}

/// Answers by two ways, one of which may have met the older ones only.
fn answers(is_met: bool) -> Option<DataSet> {
    let variables = vec![
        Variable::single("vie", "La vie dans votre quartier", &[("bien", "Plutôt bien"), ("mal", "Plutôt mal")]),
        Variable::single("age", "Âge", &[("j", "Moins de 60 ans"), ("v", "60 ans ou plus")]),
        Variable::single("voie", "Voie", &[("en_ligne", "En ligne"), ("telephone", "Téléphone")]),
    ];
    let mut data = DataSet::new(variables).ok()?;
    for rank in 0..160 {
        let way = rank % 2;
        let age = if way == 1 && !is_met { 1 } else { rank / 2 % 2 };
        data.append(&[Answer::One(rank / 4 % 2), Answer::One(age), Answer::One(way)]).ok()?;
    }
    Some(data)
}

fn compared(site: &Site, is_met: bool) -> Option<ComparedPage> {
    let found = side_by_side(&answers(is_met)?, (0, 2), &[1], (BasePolicy::DROPS_BOTH, Reader::Agents)).ok()?;
    let (caution, sentences) =
        if found.is_comparable { (Vec::new(), found.sentences) } else { (found.sentences, Vec::new()) };
    Some(ComparedPage {
        frame: frame(site, "La vie dans votre quartier"),
        caution,
        sentences,
        table: Some(interface::table(&found.table, &TableOptions::default())),
        notes: vec!["Échantillon non probabiliste : intervalle indicatif.".into()],
    })
}

fn cell(site: &Site, refusal: &str) -> CellPage {
    let rows = || vec![SummaryRow::new("Quartier", "Les Tilleuls"), SummaryRow::new("Âge", "60 ans ou plus")];
    let answers = if refusal.is_empty() {
        vec![("Réponse 1".to_owned(), rows()), ("Réponse 2".to_owned(), rows())]
    } else {
        Vec::new()
    };
    CellPage {
        frame: frame(site, "La vie dans votre quartier"),
        counted: "Plutôt bien : 24 personnes".into(),
        refusal: refusal.into(),
        answers,
        pages: Pagination::new(1, 24, 10, "/gestion/questionnaires/1/resultats/vie/reponses?valeur=bien"),
    }
}

/// A page that asks several questions under one title.
fn table_of_questions(site: &Site) -> Option<StepPage> {
    let words = |text: &str| [(String::new(), text.to_owned())].into();
    let text = QuestionText {
        kind: MATRIX.into(),
        label: words("Êtes-vous satisfait·e…"),
        rows: words("de la propreté ?\ndu calme ?"),
        choices: words("Oui\nPlutôt\nNon"),
        ..QuestionText::default()
    };
    let mut form = questionnaire::model::Form { id: "essai".into(), ..Default::default() };
    put(&mut form, None, &text);
    let plan = Plan::new(&form).ok()?;
    let ready = Ready { survey: Uuid::nil(), number: 1, form, plan, area: None };
    let now = jiff::civil::date(2026, 3, 1).at(10, 0, 0, 0);
    let session = Session::open(&ready.plan, &Answers::new(), Circumstances { now, chance: 1 });
    let page = session.next(None)?;
    Some(StepPage {
        frame: Frame::public(site, "Question 1 sur 1", "/q/ecoute").with_caption("Vivre aux Tilleuls"),
        form: Form::empty(),
        path: "/q/ecoute".into(),
        key: "0".repeat(32),
        version: 1,
        token: String::new(),
        parked: String::new(),
        page: page.key.clone(),
        hidden: Vec::new(),
        questions: questions_of(&session, &ready, &page.questions, Language::French),
        repeat: None,
        is_first: true,
        languages: vec![Language::English],
    })
}

/// These pages.
pub fn samples(site: &Site) -> Vec<Sample> {
    let few = "Moins de cinq personnes ont répondu ainsi : leurs réponses, mises côte à côte, les désigneraient.";
    let mut all = vec![
        Sample::of(GROUP, "les réponses d’un chiffre", &cell(site, "")),
        Sample::of(GROUP, "trop peu de réponses", &cell(site, few)),
    ];
    all.extend(compared(site, true).map(|page| Sample::of(GROUP, "voies comparées", &page)));
    all.extend(compared(site, false).map(|page| Sample::of(GROUP, "voies non comparables", &page)));
    let table = table_of_questions(site);
    all.extend(table.map(|page| Sample::of("Questionnaires", "un tableau de questions", &page)));
    all
}
