//! Projects filed by a group, or typed by an agent from paper; what is done for labelled ones.

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::setting::fund;
use crate::rules::{Fund, Origin, ProjectState, Support, check_project, code};
pub use crate::rules::{Project, ProjectTerms};
use crate::{acts, store};

/// A project once it is filed: its number, and the code the group keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// Which.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// What the group follows it with; kept nowhere.
    pub code: String,
}

/// What an agent types from paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPaper {
    /// What is asked.
    pub terms: ProjectTerms,
    /// The day written on the paper.
    pub paper_on: Option<Date>,
}

fn hashed(code: &str) -> Vec<u8> {
    Sha256::digest(code.as_bytes()).to_vec()
}

/// Files a project of a group, without account.
///
/// # Errors
/// No such fund, or it is closed; something to correct.
pub async fn file_online(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    address: &str,
    typed: impl Into<Filled<(ProjectTerms, bool)>>,
) -> Outcome<Filed> {
    let fund = store::fund::by_address(tx, address).await?.ok_or(Refusal::NotFound)?;
    if !fund.terms.is_open {
        let why = format!("Demandez au service quand il rouvre : {}.", fund.terms.service);
        return Err(Refusal::rule("Ce fonds ne reçoit pas de projet pour le moment", why).into());
    }
    let mut form = typed.into();
    if !form.value.1 {
        form.find([FieldError::new("accord", "Cochez cette case : le groupe est d’accord pour déposer ce projet")]);
    }
    let filled = form.map(|(terms, _)| terms);
    keep(tx, (outside, zone), actor, &fund, (filled, (Origin::Online, String::new(), None))).await
}

/// Types a project from a paper form; the journal keeps who did.
///
/// # Errors
/// Not there or not this actor’s; something to correct.
pub async fn file_paper(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<NewPaper>>,
) -> Outcome<Filed> {
    let fund = fund(tx, actor, &acts::FILE, id).await?;
    let mut form = typed.into();
    let today = outside.now().day(zone);
    let paper_on = form.value.paper_on;
    if paper_on.is_none_or(|day| day > today) {
        form.find([FieldError::new("papier", "Saisissez le jour écrit sur le papier, passé ou aujourd’hui")]);
    }
    let about = (Origin::Paper, actor.journal_name(), paper_on);
    keep(tx, (outside, zone), actor, &fund, (form.map(|new| new.terms), about)).await
}

type Typed = (Filled<ProjectTerms>, (Origin, String, Option<Date>));

async fn keep(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    fund: &Fund,
    (mut form, (origin, typed_by, paper_on)): Typed,
) -> Outcome<Filed> {
    let today = outside.now().day(zone);
    // What is typed from paper was asked the day the paper says.
    form.find(check_project(&form.value, fund.terms.ceiling, paper_on.unwrap_or(today)));
    let contract = strategy::facade::contract(tx, fund.contract).await?.ok_or(Refusal::NotFound)?;
    if form.value.area.is_none_or(|area| !contract.area_ids.contains(&area)) {
        form.find([FieldError::new("quartier", "Choisissez un quartier")]);
    }
    let terms = form.sound()?;
    let (number, counter) = store::project::next_number(tx, outside, i64::from(today.year())).await?;
    let code = code::written(outside.bytes());
    let comparable = code::comparable(&code).unwrap_or_default();
    let one = Project {
        id: outside.uuid(),
        fund: fund.id,
        number,
        terms,
        origin,
        typed_by,
        paper_on,
        state: ProjectState::Filed,
        envelope: None,
        labelled_until: None,
        filed_at: outside.now(),
        revision: 1,
    };
    store::project::insert(tx, &one, &hashed(&comparable)).await?;
    let touched = [("fund_counter", counter), ("fund_project", one.id)];
    let detail = json!({ "acte": "projet déposé", "numero": one.number, "origine": origin.code() });
    let entry = Entry::on(acts::FILE.code, "fund_project", one.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(Filed { id: one.id, number: one.number, code })
}

/// A project this actor may do this to, with its fund.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn project(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<(Fund, Project)> {
    let one = store::project::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let fund = fund(tx, actor, act, one.fund).await?;
    Ok((fund, one))
}

/// The project of a code, with its fund. Tries are counted by whoever asks.
///
/// # Errors
/// No project has this code, tied to its field.
pub async fn followed(tx: &mut Tx, typed: &str) -> Outcome<(Fund, Project)> {
    let wrong = || {
        let sentence = "Aucun projet n’a ce code : vérifiez les douze signes, sans O ni zéro, sans I ni un";
        Failure::field("suivi", sentence)
    };
    let plain = code::comparable(typed).ok_or_else(wrong)?;
    let one = store::project::by_code(tx, &hashed(&plain)).await?.ok_or_else(wrong)?;
    let fund = store::fund::by_id(tx, one.fund).await?.ok_or(Refusal::NotFound)?;
    Ok((fund, one))
}

/// Notes what was done for a labelled project.
///
/// # Errors
/// Not there or not this actor’s; it has no label; something to correct.
pub async fn support(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<(Option<Date>, String)>>,
) -> Outcome<()> {
    let (_, one) = project(tx, actor, &acts::FILE, id).await?;
    let mut form = typed.into();
    let today = outside.now().day(zone);
    if one.labelled_until.is_none() {
        let why = "L’accompagnement se note une fois le label donné par le comité.";
        return Err(Refusal::rule("Ce projet n’a pas de label", why).into());
    }
    let (day, what) = form.value.clone();
    if day.is_none_or(|day| day > today) {
        form.find([FieldError::new("aide-le", "Saisissez le jour, passé ou aujourd’hui")]);
    }
    if !(1..=1_000).contains(&what.chars().count()) {
        form.find([FieldError::new("aide", "Dites ce qui a été fait pour le projet, en moins de 1 000 signes")]);
    }
    let (day, what) = form.sound()?;
    let row = outside.uuid();
    let given = Support { given_on: day.unwrap_or(today), what, by_name: actor.journal_name() };
    store::project::insert_support(tx, (row, id), &given, outside.now()).await?;
    let touched = [("fund_support", row)];
    let detail = json!({ "acte": "accompagnement noté" });
    let entry = Entry::on(acts::FILE.code, "fund_project", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
