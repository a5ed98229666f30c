//! A project: what is asked, what was decided, its money, its report.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use database::Tx;
use interface::{Choice, Form, Frame, Language, SummaryRow, Tag};
use kernel::{Failure, Filled, Uuid, french};
use web::attached::kept_file;
use web::{Answer, Fault, Fields, House, PathId, Reading, Upload, Visit, answer};

use super::{Areas, Place, above_of, amount, ended, euros, id_of, money_path, project_path, received, state_tag};
use crate::actions::{self, Fund, NewPiece, Payment, Project, ReportTerms};
use crate::rules::{Origin, PieceKind, ProjectMoney, ProjectState, Report, Tally, advance};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/project.html")]
pub(super) struct ProjectPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub state: Tag,
    pub about: Vec<SummaryRow>,
    pub decisions: Vec<String>,
    pub money: String,
    /// Where its money is followed; empty before a committee gave it some.
    pub follow: String,
    pub movements: Vec<String>,
    pub report: Vec<SummaryRow>,
    pub revision: String,
    pub pieces: Vec<(String, String)>,
    pub supports: Vec<String>,
    pub kinds: Vec<Choice>,
    pub hint: String,
    pub rights: Rights,
}

/// What may be done.
#[derive(Default)]
pub(super) struct Rights {
    pub may_pay: bool,
    pub may_report: bool,
    pub may_accept: bool,
    pub may_support: bool,
    pub may_give_up: bool,
}

pub(super) fn kinds(language: Language) -> Vec<Choice> {
    let choice = |one: &PieceKind| Choice::translated(one.code(), &interface::t(language, one.french()));
    PieceKind::ALL.iter().map(choice).collect()
}

/// What a group asks, for whoever may read it; whom to reach when `contact` is allowed.
pub(super) async fn about(tx: &mut Tx, one: &Project, with_contact: bool) -> Result<Vec<SummaryRow>, Fault> {
    let terms = &one.terms;
    let mut rows = vec![
        SummaryRow::new("Numéro", one.number.as_str()),
        SummaryRow::new("Groupe", french::spaced(&terms.group_name)),
        SummaryRow::new("Quartier et lieu", format!("{}, {}", Areas::all(tx).await?.name(terms.area), terms.place)),
        SummaryRow::new("À partir du", french::date(terms.starts_on)),
        SummaryRow::new("Pour", french::count(terms.people, "personne", "personnes")),
        SummaryRow::new("Ce que le groupe veut faire", french::spaced(&terms.what)),
        SummaryRow::new("À quoi sert l’argent", french::spaced(&terms.spends)),
        SummaryRow::new("Demandé", format!("{} sur {}", euros(terms.asked), euros(terms.total))),
    ];
    if with_contact {
        let told = if terms.contact.is_empty() {
            "effacé, un an après la fin du projet".to_owned()
        } else {
            format!("{}, {}", terms.contact, terms.reach)
        };
        rows.push(SummaryRow::new("À qui parler", told));
    }
    if one.origin == Origin::Paper {
        let day = one.paper_on.map(french::date).unwrap_or_default();
        let by = if one.typed_by.is_empty() { String::new() } else { format!(", par {}", one.typed_by) };
        rows.push(SummaryRow::new("Saisi d’après un papier", format!("du {day}{by}")));
    }
    if let Some(until) = one.labelled_until {
        rows.push(SummaryRow::new("Label jusqu’au", french::date(until)));
    }
    Ok(rows)
}

/// Money of a project in one sentence.
pub(super) fn money_told(fund: &Fund, money: ProjectMoney, report: Option<&Report>) -> String {
    if money.granted == 0 {
        return String::new();
    }
    let mut told = format!(
        "Accordé : {} ; versé : {} ; rendu : {} ; reste à verser : {}.",
        euros(money.granted),
        euros(money.paid),
        euros(money.returned),
        euros(money.to_pay())
    );
    if money.paid == 0 && money.to_pay() > 0 {
        let first = advance(money.granted, fund.terms.advance_percent);
        told.push_str(&format!(" L’avance est de {} ({} %).", euros(first), fund.terms.advance_percent));
    }
    if let Some(report) = report
        && money.to_return(report.terms.spent) > 0
    {
        told.push_str(&format!(" Le groupe doit rendre {}.", euros(money.to_return(report.terms.spent))));
    }
    french::spaced(&told)
}

/// Decisions of a project, each with its votes.
pub(super) async fn decisions(tx: &mut Tx, project: Uuid) -> Result<Vec<String>, Fault> {
    let mut all = Vec::new();
    for one in store::session::of_project(tx, project).await? {
        let day =
            store::session::by_id(tx, one.session).await?.map(|one| french::date(one.held_on)).unwrap_or_default();
        let tally = Tally::of(&store::session::ballots(tx, one.id).await?);
        let amount = if one.cents > 0 { format!(" {}", euros(one.cents)) } else { String::new() };
        let reason = if one.reason.is_empty() { String::new() } else { format!(" : {}", one.reason) };
        let told =
            format!("{day}, {}{amount} ({}){}{reason}", one.outcome.french(), tally.french(), one.told_majority());
        all.push(french::spaced(&told));
    }
    Ok(all)
}

/// Movements of a project, as they are read.
pub(super) async fn movements(tx: &mut Tx, project: Uuid, with_names: bool) -> Result<Vec<String>, Fault> {
    let told = |one: crate::rules::Movement| {
        let note = if one.note.is_empty() { String::new() } else { format!(", {}", one.note) };
        let by = if with_names { format!(" (noté par {})", one.by_name) } else { String::new() };
        let (day, kind) = (french::date(one.moved_on), one.kind.french().to_lowercase());
        french::spaced(&format!("{day} : {kind} {}{note}{by}", euros(one.cents)))
    };
    Ok(store::money::movements(tx, project).await?.into_iter().map(told).collect())
}

pub(super) fn report_rows(report: Option<&Report>) -> Vec<SummaryRow> {
    let Some(report) = report else { return Vec::new() };
    vec![
        SummaryRow::new("Ce qui a été fait", french::spaced(&report.terms.told)),
        SummaryRow::new("Personnes venues", french::integer(report.terms.people)),
        SummaryRow::new("Dépensé de l’aide", euros(report.terms.spent)),
        SummaryRow::new("Compte rendu", if report.is_accepted { "accepté" } else { "à lire" }),
        SummaryRow::new("Donné par", report.sent_by.as_str()),
    ]
}

pub(super) async fn drawn(tx: &mut Tx, visit: &Visit, id: Uuid, form: Form) -> Result<ProjectPage, Fault> {
    let (fund, one) = actions::project(tx, &visit.actor, &acts::READ, id).await?;
    let may = |act| visit.actor.may(act, &fund.scope()).is_allowed();
    let money = store::money::of_project(tx, id).await?;
    let report = store::report::of_project(tx, id).await?;
    let path = project_path(id);
    let pieces = store::report::pieces(tx, id).await?;
    let pieces = pieces.into_iter().map(|piece| {
        let told = format!("{} : {}", piece.kind.french(), piece.label);
        (french::spaced(&told), format!("{path}/pieces/{}", piece.id))
    });
    let pieces = pieces.collect();
    let supports = store::project::supports(tx, id)
        .await?
        .into_iter()
        .map(|one| french::spaced(&format!("{} : {} ({})", french::date(one.given_on), one.what, one.by_name)));
    let is_over = matches!(one.state, ProjectState::Closed | ProjectState::GivenUp | ProjectState::Refused);
    let rights = Rights {
        may_pay: may(&acts::PAY) && one.envelope.is_some(),
        may_report: may(&acts::PAY) && matches!(one.state, ProjectState::Granted | ProjectState::Reported),
        may_accept: may(&acts::PAY) && one.state == ProjectState::Reported,
        may_support: may(&acts::FILE) && one.labelled_until.is_some(),
        may_give_up: may(&acts::PAY) && !is_over,
    };
    Ok(ProjectPage {
        frame: visit.back_office(&one.terms.title).with_form(&form).with_breadcrumb(above_of(&fund)),
        form,
        path,
        state: state_tag(one.state),
        about: about(tx, &one, may(&acts::FILE)).await?,
        decisions: decisions(tx, id).await?,
        money: money_told(&fund, money, report.as_ref()),
        follow: if money.granted > 0 { money_path(id, true) } else { String::new() },
        movements: movements(tx, id, true).await?,
        report: report_rows(report.as_ref()),
        revision: report.map(|one| one.revision.to_string()).unwrap_or_default(),
        pieces,
        supports: supports.collect(),
        kinds: kinds(Language::French),
        hint: files::Limits::DOCUMENTS.french(),
        rights,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Project>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&drawn(&mut tx, &visit, id.uuid(), Form::empty()).await?)
}

fn payment(fields: &Fields) -> Filled<Payment> {
    let mut reading = Reading::of(fields);
    let cents = amount(&mut reading, "montant");
    let typed = Payment {
        cents: reading.needed("montant", cents, "Saisissez le montant, en euros").unwrap_or(0),
        moved_on: reading.day("jour", "le jour"),
        note: reading.text("note"),
    };
    reading.filled(typed)
}

pub async fn pay(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Project>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::pay(&mut tx, around, &visit.actor, id.uuid(), payment(&fields)).await;
    ended(&house, &visit, Place::Project(id.uuid()), (tx, outcome), &fields).await
}

pub async fn take_back(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Project>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::take_back(&mut tx, around, &visit.actor, id.uuid(), payment(&fields)).await;
    ended(&house, &visit, Place::Project(id.uuid()), (tx, outcome), &fields).await
}

pub async fn support(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Project>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mut reading = Reading::of(&fields);
    let day = reading.day("aide-le", "le jour");
    let what = reading.text("aide");
    let typed = reading.filled((day, what));
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::support(&mut tx, around, &visit.actor, id.uuid(), typed).await;
    ended(&house, &visit, Place::Project(id.uuid()), (tx, outcome), &fields).await
}

pub async fn give_up(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Project>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::give_up(&mut tx, around, &visit.actor, id.uuid(), fields.text("pourquoi")).await;
    ended(&house, &visit, Place::Project(id.uuid()), (tx, outcome), &fields).await
}

pub async fn accept(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Project>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::accept_report(&mut tx, around, &visit.actor, (id.uuid(), fields.revision())).await;
    ended(&house, &visit, Place::Project(id.uuid()), (tx, outcome), &fields).await
}

/// What is reported, as it is typed beside a file.
pub(super) fn read_report(fields: &Fields, file: Option<files::Prepared>) -> Filled<(ReportTerms, NewPiece)> {
    let mut reading = Reading::of(fields);
    let (people, spent) = (reading.whole("venues"), amount(&mut reading, "depense"));
    let kind = PieceKind::from_code(fields.text("piece"));
    if file.is_some() && kind.is_none() {
        reading.tell("piece", "Dites si c’est une photo ou un ticket");
    }
    let terms = ReportTerms {
        told: reading.text("fait"),
        people: reading.needed("venues", people, "Saisissez combien de personnes sont venues, à peu près").unwrap_or(0),
        spent: reading.needed("depense", spent, "Saisissez ce que vous avez dépensé de l’aide, 0 compris").unwrap_or(0),
    };
    let piece = NewPiece { file, kind: kind.unwrap_or(PieceKind::Photo), label: reading.text("legende") };
    reading.filled((terms, piece))
}

pub async fn report(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Project>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    actions::project(&mut house.read().await?, &visit.actor, &acts::PAY, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let kept = async {
        let file = received(&house, &upload).await?;
        let mut tx = house.write().await?;
        let around = (&house.outside, house.vault.as_ref());
        actions::report_for(&mut tx, around, &visit.actor, id.uuid(), read_report(&upload.fields, file)).await?;
        tx.commit().await?;
        Ok::<(), Failure>(())
    };
    match kept.await {
        Ok(()) => answer::done(&project_path(id.uuid()), "ajoute"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            answer::page_to_correct(&drawn(&mut tx, &visit, id.uuid(), form).await?)
        }
    }
}

pub async fn piece(State(house): State<Arc<House>>, visit: Visit, Path((id, piece)): Path<(String, String)>) -> Answer {
    let (id, piece) = (id_of(&id)?, id_of(&piece)?);
    let mut tx = house.read().await?;
    actions::project(&mut tx, &visit.actor, &acts::READ, id).await?;
    let all = store::report::pieces(&mut tx, id).await?;
    let found = all.into_iter().find(|one| one.id == piece).ok_or_else(Fault::not_found)?;
    drop(tx);
    kept_file(&house, found.file).await
}
