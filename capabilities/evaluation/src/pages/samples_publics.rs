//! Pages that tell for whom actions are, in their states.

use interface::{Form, Frame, Html, Link, Pagination, Sample, TableOptions};
use kernel::Uuid;

use super::publics::{OpenPublics, PublicForm, PublicsPage, ages, ages_table, markers, markers_table};
use super::samples::{page, wrong};
use crate::rules::{Age, Counted, Marker};

fn tables() -> Vec<Html> {
    let one = Counted {
        areas: vec![Uuid::nil()],
        cents: Some(1_200_000),
        marker: Some(Marker::Significant),
        ages: vec![Age::Teen, Age::Young],
    };
    let unsaid = Counted { cents: None, marker: None, ages: Vec::new(), ..one.clone() };
    let all = [one, unsaid];
    let areas = [(Uuid::nil(), "Exemple – Quartier".to_owned()), (Uuid::from_u128(1), "Exemple – Autre".to_owned())];
    let both = [ages_table(&all, &areas), markers_table(&all)];
    both.iter().map(|table| interface::table(table, &TableOptions::default())).collect()
}

pub(super) fn samples(back: &dyn Fn(&str) -> Frame, open: &dyn Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |lines| PublicsPage {
        frame: back("Publics des actions"),
        tables: tables(),
        lines,
        pages: Pagination::default(),
    };
    let form = |form: Form| PublicForm {
        frame: back("Public d’une action").with_form(&form),
        form,
        title: "F1 Action d’exemple".into(),
        markers: markers(),
        ages: ages(),
    };
    let line = (Link::new("F1 Action d’exemple", "/gestion/evaluation/publics/1"), "âges non précisés".into());
    let lacking = wrong(Form::empty(), &[("marqueur", "Choisissez un marqueur de la liste, ou aucun")]);
    vec![
        page("Publics des actions, aucune", &list(Vec::new())),
        page("Publics des actions", &list(vec![line])),
        page("Public d’une action", &form(Form::filled([("ages", "11-17"), ("marqueur", "significant")]))),
        page("Public d’une action, à corriger", &form(lacking)),
        page("Pour qui sont les actions", &OpenPublics { frame: open("Pour qui sont les actions"), tables: tables() }),
    ]
}
