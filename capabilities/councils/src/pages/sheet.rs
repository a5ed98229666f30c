//! A council: what is set, its colleges, and what comes next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Html, Link, SummaryRow};
use kernel::french;
use web::{Answer, House, PathId, Visit, answer};

use super::crossed::{rules_path, sentence};
use super::recognition::{decree, recognition_path};
use super::{bounds, college_path, may, sheet_path};
use crate::rules::{College, CollegeKind, Council, Crossed, Names, RuleScope};
use crate::{actions, acts, store};

/// A college, as shown.
pub(super) struct CollegeShown {
    pub title: &'static str,
    pub seats: String,
    /// Feature, then « value : bounds ».
    pub quotas: Vec<(String, String)>,
    pub path: String,
}

#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub rows: Vec<SummaryRow>,
    pub charter: String,
    pub colleges: Vec<CollegeShown>,
    pub recognition: (String, String),
    pub may_set_up: bool,
    /// Where its life is kept, once it sits.
    pub life: Option<String>,
    pub kinds: String,
    /// Where crossed rules are set.
    pub crossed: String,
    pub has_kinds: bool,
}

/// A college as shown, with the crossed rules that look at it alone.
pub(super) fn shown(college: &College, names: &Names, rules: &[Crossed]) -> CollegeShown {
    let mut quotas: Vec<(String, String)> = Vec::new();
    for quota in &college.terms.quotas {
        let words = format!("{} : {}", names.value(quota.feature, &quota.value), bounds(quota, college.terms.seats));
        match quotas.last_mut() {
            Some((feature, told)) if *feature == quota.feature.french() => *told = format!("{told} ; {words}"),
            _ => quotas.push((quota.feature.french().to_owned(), words)),
        }
    }
    if college.terms.mixed_pairs {
        quotas.push(("binômes".to_owned(), "autant de femmes que d’hommes dans chaque type de structure".to_owned()));
    }
    let own = rules.iter().filter(|rule| rule.scope != RuleScope::Whole && rule.looks_at(college.kind));
    quotas.extend(own.map(|rule| ("règle croisée".to_owned(), french::spaced(&sentence(rule, names)))));
    if let Some(cap) = college.terms.cap_percent {
        quotas.push(("chance de chacun".to_owned(), format!("{cap}\u{a0}% au plus")));
    }
    if !college.terms.vacancy.is_empty() {
        quotas.push(("règle de carence".to_owned(), french::spaced(&college.terms.vacancy)));
    }
    CollegeShown {
        title: college.kind.french(),
        seats: french::count(college.terms.seats, "siège", "sièges"),
        quotas,
        path: college_path(college.id),
    }
}

/// « 7 jours au moins ».
fn at_least(many: i64, one: &str, more: &str) -> String {
    if many == 0 { "sans délai".to_owned() } else { format!("{} au moins", french::count(many, one, more)) }
}

/// Rules that count both colleges together, in a line.
fn whole_rules(names: &Names, rules: &[Crossed]) -> String {
    let whole = rules.iter().filter(|rule| rule.scope == RuleScope::Whole);
    french::spaced(&whole.map(|rule| sentence(rule, names)).collect::<Vec<_>>().join(" ; "))
}

/// What is set for a council, row by row.
pub(super) fn rows(council: &Council, names: &Names, rules: &[Crossed]) -> Vec<SummaryRow> {
    let terms = &council.terms;
    let months = |months: i64| format!("{months} mois");
    let day = |day: Option<jiff::civil::Date>| day.map(french::date).unwrap_or_default();
    let household = if terms.one_per_household { "Une personne au plus" } else { "Sans règle" };
    let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(value));
    vec![
        text("Quartiers", &names.areas_line()),
        text("Objet", &terms.purpose),
        text("Premier jour du mandat", &day(terms.starts_on)),
        text("Durée du mandat", &months(terms.mandate_months)),
        text(
            "Renouvellement par moitié",
            &terms.renewal_months.map(|m| format!("après {}", months(m))).unwrap_or_default(),
        ),
        text("Âge minimum", &format!("{} ans", terms.least_age)),
        text("Par foyer", household),
        text("Fin des candidatures", &day(terms.candidacies_until)),
        text("Structure porteuse", &terms.support),
        text("Budget annuel", &terms.budget.map(french::euros).unwrap_or_default()),
        text("Lieu de réunion", &terms.place),
        text("De l’annonce d’un tirage à sa séance", &at_least(terms.notice_days, "jour", "jours")),
        text("De la loterie au nombre tiré", &at_least(terms.objection_hours, "heure", "heures")),
        text("Délai de recours", &french::count(terms.appeal_days, "jour", "jours")),
        text("Règles du conseil entier", &whole_rules(names, rules)),
    ]
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Council>) -> Answer {
    let mut tx = house.read().await?;
    let council = actions::council(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let names = actions::names(&mut tx, &council).await?;
    let colleges = store::council::colleges(&mut tx, council.id).await?;
    let may_set_up = may(&visit.actor, &acts::SET_UP, &council);
    let steps = store::recognition::of_council(&mut tx, council.id).await?;
    let told = decree(&steps).unwrap_or_else(|| "à suivre".to_owned());
    let rules = store::crossed::of_council(&mut tx, council.id).await?;
    let mut rows = rows(&council, &names, &rules);
    if may_set_up {
        let edit = format!("{}/modifier", sheet_path(council.id));
        // Rules of the whole council, told last, are set on their own page.
        let whole = rows.pop();
        rows = rows.into_iter().map(|row| row.changed_at(edit.clone())).collect();
        rows.extend(whole.map(|row| row.changed_at(rules_path(council.id))));
    }
    answer::page(&SheetPage {
        frame: visit
            .back_office(&council.terms.name)
            .with_breadcrumb(vec![Link::new("Conseils citoyens", "/gestion/conseils")]),
        rows,
        charter: council.terms.charter.clone(),
        colleges: colleges.iter().map(|one| shown(one, &names, &rules)).collect(),
        recognition: (recognition_path(council.id), told),
        may_set_up,
        life: crate::facade::sits(&mut tx, council.id).await?.map(|life| life.managed_at),
        kinds: format!("{}/types", sheet_path(council.id)),
        crossed: rules_path(council.id),
        has_kinds: colleges.iter().any(|one| one.kind == CollegeKind::Actors),
    })
}
