//! A body: how many sit, what is set, where the rest is.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Html, Link, SummaryRow};
use kernel::french;
use web::{Answer, House, PathId, Visit, answer};

use super::{LIST, areas_line, called, may, sheet_path};
use crate::rules::{Assembly, Body, CollegeKind, Counted, Kind, Meeting, MeetingState, Member, MemberState};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub kind: &'static str,
    pub council: Option<String>,
    pub rows: Vec<SummaryRow>,
    pub charter: String,
    pub path: String,
    pub composition: Vec<SummaryRow>,
    /// Meetings of the body: the last that took place and those to come, without their papers.
    pub dates: Vec<String>,
    /// What whoever keeps the body has to do.
    pub awaited: Vec<Link>,
    pub may_lead: bool,
    /// Opinions asked, referrals, budget, training, the public page, as far as this reader may.
    pub writing: Vec<Link>,
}

/// Where what a body writes is read, each with whether this reader may.
pub(super) fn writing(id: kernel::Uuid, may: impl Fn(&'static kernel::Act) -> bool) -> Vec<Link> {
    let path = sheet_path(id);
    let all = [
        (may(&acts::ASK), Link::new("Avis demandés", format!("{path}/avis"))),
        (may(&acts::ANSWER), Link::new("Saisines", format!("{path}/saisines"))),
        (true, Link::new("Budget", format!("{path}/budget"))),
        (may(&acts::LEAD), Link::new("Formations et accompagnement", format!("{path}/formations"))),
        (true, Link::new("La page que l’instance écrit elle-même", format!("/instances/{id}"))),
    ];
    all.into_iter().filter(|(is_shown, _)| *is_shown).map(|(_, link)| link).collect()
}

/// How many sit, as counts; names only of those who agreed to it.
pub(super) fn composition(members: &[Member]) -> Vec<SummaryRow> {
    let sitting: Vec<&Member> = members.iter().filter(|one| one.sits()).collect();
    let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(&french::spaced(value)));
    let count = |is: &dyn Fn(&&&Member) -> bool| sitting.iter().filter(is).count();
    let mut rows = vec![text("Membres en mandat", &sitting.len().to_string())];
    for college in CollegeKind::ALL.iter().filter(|college| **college != CollegeKind::None) {
        let theirs = count(&|one| one.terms.college == *college);
        if theirs > 0 {
            rows.push(text(college.french(), &theirs.to_string()));
        }
    }
    let of = |counted: Counted, one: &str, many: &str| {
        let number = count(&|member| member.terms.counted == counted);
        french::count(i64::try_from(number).unwrap_or(i64::MAX), one, many)
    };
    let counted = [
        of(Counted::Woman, "femme", "femmes"),
        of(Counted::Man, "homme", "hommes"),
        of(Counted::Unknown, "non renseigné", "non renseignés"),
    ];
    rows.push(text("Comptés comme chaque personne l’a demandé", &counted.join(", ")));
    rows.push(text("En suppléance", &count(&|one| one.terms.is_alternate).to_string()));
    rows.push(text(
        "Mandats suspendus",
        &members.iter().filter(|one| one.state == MemberState::Suspended).count().to_string(),
    ));
    let public: Vec<String> = sitting.iter().filter(|one| one.terms.is_name_public).map(|one| called(one)).collect();
    let names = match public.is_empty() {
        true => "Personne ne publie son nom".to_owned(),
        false => public.join(", "),
    };
    rows.push(text("Noms que tout le monde lit", &names));
    rows
}

/// The last meeting that took place and those to come, a line each.
pub(super) fn dates(meetings: &[Meeting], today: jiff::civil::Date) -> Vec<String> {
    let mut own: Vec<&Meeting> = meetings.iter().filter(|one| one.body == Body::Own).collect();
    own.reverse();
    let last = own.iter().rev().find(|one| one.state == MeetingState::Held);
    let coming = own.iter().filter(|one| one.is_to_come(today));
    let line = |one: &&Meeting| format!("{} : {}", french::long_date(one.terms.held_on), one.state.french());
    last.into_iter().chain(coming).map(line).map(|line| french::spaced(&line)).collect()
}

/// What is set for a body, row by row.
pub(super) fn rows(assembly: &Assembly, areas: &str) -> Vec<SummaryRow> {
    let terms = &assembly.terms;
    let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(value));
    let months = |months: i64| french::count(months, "mois", "mois");
    let day = terms.starts_on.map(french::date).unwrap_or_default();
    let quorum = match terms.quorum_percent {
        0 => "Aucun".to_owned(),
        percent => format!("{percent} % des membres titulaires en mandat"),
    };
    let minutes =
        if terms.are_minutes_public { "Lus par tous, une fois approuvés" } else { "Gardés par les membres" };
    vec![
        text("Quartiers", areas),
        text("Objet", &terms.purpose),
        text("Structure porteuse", &terms.support),
        text("Lieu de réunion", &terms.place),
        text("Premier jour des mandats", &day),
        text("Durée du mandat", &months(terms.mandate_months)),
        text(
            "Renouvellement par moitié",
            &terms.renewal_months.map_or_else(|| "Aucun".to_owned(), |after| format!("après {}", months(after))),
        ),
        text("Délai de convocation", &french::count(terms.notice_days, "jour", "jours")),
        text("Quorum", &french::spaced(&quorum)),
        text("Délai de réponse aux avis et saisines", &french::count(terms.reply_days, "jour", "jours")),
        text("Comptes rendus", minutes),
        text(
            "Décisions",
            if terms.are_decisions_public { "Lues par tous, avec leurs suites" } else { "Gardées par l’instance" },
        ),
    ]
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let members = store::member::of_assembly(&mut tx, assembly.id).await?;
    let meetings = store::meeting::of_assembly(&mut tx, assembly.id).await?;
    let (now, zone) = (house.outside.now(), &house.settings.zone);
    let today = now.day(zone);
    let may_set_up = may(&visit.actor, &acts::SET_UP, &assembly);
    let may_lead = may(&visit.actor, &acts::LEAD, &assembly);
    let awaited = match may_lead {
        true => actions::awaiting::of_assembly(&mut tx, &assembly, now, zone).await?,
        false => Vec::new(),
    };
    let awaited = awaited.into_iter().map(|one| Link::new(one.what, one.path)).collect();
    let mut rows = rows(&assembly, &areas_line(&assembly, &areas));
    if may_set_up {
        let edit = format!("{}/modifier", sheet_path(assembly.id));
        rows = rows.into_iter().map(|row| row.changed_at(edit.clone())).collect();
    }
    answer::page(&SheetPage {
        frame: visit.back_office(&assembly.terms.name).with_breadcrumb(vec![Link::new("Instances", LIST)]),
        kind: assembly.kind.french(),
        council: assembly
            .council
            .filter(|_| assembly.kind == Kind::Council)
            .map(|council| format!("/gestion/conseils/{council}")),
        rows,
        charter: assembly.terms.charter.clone(),
        path: sheet_path(assembly.id),
        composition: composition(&members),
        dates: dates(&meetings, today),
        awaited,
        may_lead,
        writing: writing(assembly.id, |act| may(&visit.actor, act, &assembly)),
    })
}
