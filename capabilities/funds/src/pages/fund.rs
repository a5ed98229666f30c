//! A fund: what is left of its envelopes, its projects, its sessions, who sits.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Link, SummaryRow, TableOptions};
use kernel::{Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{Areas, Place, above, amount, areas_of, choices_of, ended, euros, id_of, path, project_path, session_path};
use crate::actions::{self, College, EnvelopeTerms, Fund, FundKind, NewSession, Standing};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/fund.html")]
pub(super) struct FundPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub about: Vec<SummaryRow>,
    pub envelopes: Html,
    pub projects: Html,
    /// Reports groups owe, each with its day.
    pub owed: Vec<(Link, String)>,
    pub sessions: Vec<Link>,
    pub members: Vec<MemberShown>,
    pub areas: Vec<Choice>,
    pub colleges: Vec<Choice>,
    pub public: String,
    pub rights: Rights,
}

/// Somebody who sits.
pub(super) struct MemberShown {
    pub told: String,
    /// Where she is said to sit no more; empty when nothing is to say.
    pub retire: String,
}

/// What may be done.
#[derive(Default)]
pub(super) struct Rights {
    pub may_set: bool,
    pub may_file: bool,
    pub may_decide: bool,
}

/// Envelopes with what is left of each.
fn envelopes(areas: &Areas, standing: &Standing) -> Table {
    let columns = vec![
        Column::new("annee", "Année", Kind::Text).row_header(),
        Column::new("quartier", "Où", Kind::Text),
        Column::new("enveloppe", "Enveloppe", Kind::Euros),
        Column::new("accorde", "Accordé", Kind::Euros),
        Column::new("verse", "Versé", Kind::Euros),
        Column::new("rendu", "Rendu ou remis", Kind::Euros),
        Column::new("reste", "Reste", Kind::Euros),
        Column::new("source", "Qui la donne", Kind::Text),
    ];
    let mut table = Table::new("enveloppes", "Enveloppes", columns);
    for (one, purse) in &standing.envelopes {
        table.rows.push(vec![
            Cell::text(one.terms.year.to_string()),
            Cell::text(areas.name(one.terms.area)),
            Cell::Euros(purse.envelope),
            Cell::Euros(purse.all.granted),
            Cell::Euros(purse.all.paid),
            Cell::Euros(purse.all.returned + purse.all.released),
            Cell::Euros(purse.left()),
            Cell::text(french::spaced(&one.terms.source)),
        ]);
    }
    table.notes.push("Reste = enveloppe − accordé + rendu ou remis, au centime.".to_owned());
    table
}

/// Projects with their money.
fn projects(areas: &Areas, standing: &Standing) -> Table {
    let columns = vec![
        Column::new("projet", "Projet", Kind::Text).row_header(),
        Column::new("numero", "Numéro", Kind::Text),
        Column::new("quartier", "Quartier", Kind::Text),
        Column::new("etat", "État", Kind::Text),
        Column::new("demande", "Demandé", Kind::Euros),
        Column::new("accorde", "Accordé", Kind::Euros),
        Column::new("verse", "Versé", Kind::Euros),
        Column::new("rendu", "Rendu", Kind::Euros),
    ];
    let mut table = Table::new("projets", "Projets", columns);
    for (one, money) in &standing.projects {
        table.rows.push(vec![
            Cell::link(french::spaced(&one.terms.title), project_path(one.id)),
            Cell::text(one.number.as_str()),
            Cell::text(areas.name(one.terms.area)),
            Cell::text(one.state.french()),
            Cell::Euros(one.terms.asked),
            Cell::Euros(money.granted - money.released),
            Cell::Euros(money.paid),
            Cell::Euros(money.returned),
        ]);
    }
    table
}

fn about(standing: &Standing) -> Vec<SummaryRow> {
    let terms = &standing.fund.terms;
    let mut rows = vec![
        SummaryRow::new("Sorte", standing.fund.kind.french()),
        SummaryRow::new("À quoi il sert", french::spaced(&terms.purpose)),
        SummaryRow::new("Plafond par projet", euros(terms.ceiling)),
        SummaryRow::new("Avance", format!("{} %", terms.advance_percent)),
        SummaryRow::new(
            "Aides par groupe et par an",
            match terms.per_holder {
                0 => "sans limite".to_owned(),
                most => format!("{most} au plus"),
            },
        ),
        SummaryRow::new(
            "Majorité d’habitants",
            if terms.resident_majority { "exigée à chaque vote" } else { "non exigée" },
        ),
        SummaryRow::new("Qui tient l’argent", terms.holder.as_str()),
        SummaryRow::new("Service à joindre", terms.service.as_str()),
        SummaryRow::new("Reçoit des projets", if terms.is_open { "oui" } else { "non" }),
    ];
    if standing.fund.kind == FundKind::Label {
        rows.push(SummaryRow::new("Accompagnement", french::spaced(&terms.support)));
    }
    rows
}

/// Projects on a page: the last ones.
const SHOWN: usize = 60;

pub(super) async fn drawn(
    tx: &mut Tx,
    (house, visit): (&House, &Visit),
    id: Uuid,
    form: Form,
) -> Result<FundPage, Fault> {
    let fund = actions::fund(tx, &visit.actor, &acts::READ, id).await?;
    let mut standing = actions::standing(tx, fund).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let all = standing.projects.iter().map(|(one, _)| one.clone());
    let owed = actions::owed(&standing.fund, all, today);
    let owed = owed.iter().take(SHOWN).map(|one| {
        let (number, title) = (&one.project.number, &one.project.terms.title);
        let until = french::date(one.until);
        let told = if one.is_late { format!("en retard depuis le {until}") } else { format!("à rendre le {until}") };
        (Link::new(format!("{number} {title}"), project_path(one.project.id)), told)
    });
    let owed = owed.collect();
    standing.projects.truncate(SHOWN);
    let fund = standing.fund.clone();
    let contract = strategy::facade::contract(tx, fund.contract).await?.ok_or_else(Fault::not_found)?;
    let may = |act| visit.actor.may(act, &fund.scope()).is_allowed();
    let rights = Rights { may_set: may(&acts::SET), may_file: may(&acts::FILE), may_decide: may(&acts::DECIDE) };
    let sessions = store::session::of_fund(tx, id).await?.into_iter().map(|one| {
        let state = if one.is_closed { "terminée" } else { "à tenir ou en cours" };
        Link::new(format!("{}, {} ({state})", french::date(one.held_on), one.place), session_path(one.id))
    });
    let sessions = sessions.collect();
    let members = store::fund::members(tx, id).await?.into_iter().filter(|one| one.is_active).map(|one| MemberShown {
        told: format!("{} ({})", one.name, one.college.french().to_lowercase()),
        retire: if rights.may_set { format!("{}/membres/{}/depart", path(id), one.id) } else { String::new() },
    });
    let members = members.collect();
    let base = path(id);
    let names = Areas::all(tx).await?;
    let (envelopes, projects) = (envelopes(&names, &standing), projects(&names, &standing));
    let areas = areas_of(tx, &contract).await?;
    let files = TableOptions {
        csv: Some(format!("{base}?format=csv")),
        xlsx: Some(format!("{base}?format=xlsx")),
        ..TableOptions::default()
    };
    Ok(FundPage {
        frame: visit.back_office(&fund.terms.name).with_form(&form).with_breadcrumb(above()),
        form,
        about: about(&standing),
        envelopes: interface::table(&envelopes, &TableOptions::default()),
        projects: interface::table(&projects, &files),
        owed,
        sessions,
        members,
        areas,
        colleges: choices_of!(College),
        public: format!("/fonds/{}", fund.address),
        rights,
        path: base,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Fund>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let now = house.outside.now();
    if !asked.text("format").is_empty() {
        let fund = actions::fund(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
        let name = format!("projets-{}", fund.address);
        let standing = actions::standing(&mut tx, fund).await?;
        let table = projects(&Areas::all(&mut tx).await?, &standing);
        return answer::table(&name, asked.text("format"), &table, now);
    }
    let form = Form::filled([("annee", now.day(&house.settings.zone).year().to_string())]);
    answer::page(&drawn(&mut tx, (&house, &visit), id.uuid(), form).await?)
}

pub async fn envelope(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Fund>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mut reading = Reading::of(&fields);
    let (year, cents) = (reading.whole("annee"), amount(&mut reading, "montant"));
    let terms = EnvelopeTerms {
        year: reading.needed("annee", year, "Saisissez l’année").unwrap_or(0),
        area: reading.offered("quartier"),
        cents: reading.needed("montant", cents, "Saisissez le montant de l’enveloppe, en euros").unwrap_or(0),
        source: reading.text("source"),
    };
    let typed = reading.filled(terms);
    let outcome = actions::set_envelope(&mut tx, &house.outside, &visit.actor, id.uuid(), typed).await;
    ended(&house, &visit, Place::Fund(id.uuid()), (tx, outcome.map(|_| ())), &fields).await
}

pub async fn member(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Fund>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let mut reading = Reading::of(&fields);
    let college = reading.coded("college", College::from_code, "Dites en quelle qualité elle siège");
    let typed = reading.text("membre");
    let typed = reading.filled((typed, college.unwrap_or(College::Resident)));
    let outcome = actions::add_member(&mut tx, &house.outside, &visit.actor, id.uuid(), typed).await;
    ended(&house, &visit, Place::Fund(id.uuid()), (tx, outcome.map(|_| ())), &fields).await
}

pub async fn convene(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Fund>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mut reading = Reading::of(&fields);
    let held_on = reading.day("seance", "le jour de la séance");
    let typed = NewSession { held_on, place: reading.text("ou") };
    let typed = reading.filled(typed);
    let outcome = actions::convene(&mut tx, &house.outside, &visit.actor, id.uuid(), typed).await;
    ended(&house, &visit, Place::Fund(id.uuid()), (tx, outcome.map(|_| ())), &fields).await
}

pub async fn retire(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, member)): Path<(String, String)>,
) -> Answer {
    let (id, member) = (id_of(&id)?, id_of(&member)?);
    let mut tx = house.write().await?;
    actions::retire_member(&mut tx, &house.outside, &visit.actor, (id, member)).await?;
    tx.commit().await?;
    answer::done(&path(id), "modifie")
}
