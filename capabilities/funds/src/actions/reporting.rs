//! Reports: a few words, photographs and receipts, what was spent; then the money is settled.

use database::Tx;
use files::{Prepared, Vault};
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::filing::{followed, project};
use super::paying::{held, release};
use super::tracing;
pub use crate::rules::ReportTerms;
use crate::rules::{Piece, PieceKind, Project, ProjectState, Report, check_report};
use crate::store::project::Step;
use crate::{acts, store};

/// Most pieces of a report.
const MOST_PIECES: usize = 20;

/// A photograph or a receipt that came with a report.
pub struct NewPiece {
    /// The file, received and looked at.
    pub file: Option<Prepared>,
    /// What it is.
    pub kind: PieceKind,
    /// What it shows.
    pub label: String,
}

type Around<'a> = (&'a Outside, &'a dyn Vault);

/// The group gives its report, with its code.
///
/// # Errors
/// No project has this code; it awaits no report; something to correct.
pub async fn report_by_code(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    code: &str,
    typed: impl Into<Filled<(ReportTerms, NewPiece)>>,
) -> Outcome<()> {
    let (_, one) = followed(tx, code).await?;
    keep(tx, around, actor, (one.id, "le groupe".to_owned()), typed.into()).await
}

/// An agent types the report of a group.
///
/// # Errors
/// Not there or not this actor’s; it awaits no report; something to correct.
pub async fn report_for(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<(ReportTerms, NewPiece)>>,
) -> Outcome<()> {
    project(tx, actor, &acts::PAY, id).await?;
    keep(tx, around, actor, (id, actor.journal_name()), typed.into()).await
}

fn awaits(one: &Project) -> Outcome<()> {
    if matches!(one.state, ProjectState::Granted | ProjectState::Reported) {
        return Ok(());
    }
    let why = "Le compte rendu se donne une fois le projet accordé, jusqu’à ce qu’il soit accepté.";
    Err(Refusal::rule("Ce projet n’attend pas de compte rendu", why).into())
}

async fn keep(
    tx: &mut Tx,
    (outside, vault): Around<'_>,
    actor: &Actor,
    (id, sent_by): (Uuid, String),
    mut form: Filled<(ReportTerms, NewPiece)>,
) -> Outcome<()> {
    let one = store::project::hold(tx, id).await?.ok_or(Refusal::NotFound)?;
    awaits(&one)?;
    let money = store::money::of_project(tx, id).await?;
    form.find(check_report(&form.value.0, money.granted));
    let known = store::report::pieces(tx, id).await?;
    if form.value.1.file.is_some() && known.len() >= MOST_PIECES {
        let sentence = format!("Le compte rendu a déjà {MOST_PIECES} pièces : c’est assez");
        form.find([FieldError::new("fichier", sentence)]);
    }
    if form.value.1.file.is_some() && !(1..=200).contains(&form.value.1.label.chars().count()) {
        form.find([FieldError::new("legende", "Dites ce que montre cette pièce, en moins de 200 signes")]);
    }
    if form.value.1.file.is_none() && known.is_empty() {
        form.find([FieldError::new("fichier", "Joignez au moins une photo ou un ticket")]);
    }
    let (terms, piece) = form.sound()?;
    let report = Report { id: outside.uuid(), terms, sent_at: outside.now(), sent_by, is_accepted: false, revision: 1 };
    let row = store::report::save(tx, report.id, id, &report).await?;
    let row = row.ok_or_else(|| Refusal::rule("Ce compte rendu est accepté", "Il ne change plus."))?;
    let mut touched = vec![("fund_report", row), ("fund_project", id)];
    if let Some(prepared) = piece.file {
        let kept = files::attach(tx, vault, outside, prepared, "funds.report", actor.account()).await;
        let file = kept.map_err(|error| error.at_field("fichier"))?;
        let one = Piece { id: outside.uuid(), file: file.id, kind: piece.kind, label: piece.label };
        store::report::insert_piece(tx, id, &one, outside.now()).await?;
        touched.extend([("file", file.id), ("fund_piece", one.id)]);
    }
    let step = Step {
        state: ProjectState::Reported,
        envelope: one.envelope,
        labelled_until: one.labelled_until,
        closed_at: None,
    };
    store::project::step(tx, id, step).await?;
    let detail = json!({ "acte": "compte rendu donné", "projet": one.number, "centimes": report.terms.spent });
    let entry = Entry::on(acts::PAY.code, "fund_project", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Accepts a report: what was granted and not spent is never paid, what the group holds beyond what it spent must be given back
/// first.
///
/// # Errors
/// Not there or not this actor’s; nothing to accept; money to be given back; somebody changed it.
pub async fn accept_report(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<()> {
    project(tx, actor, &acts::PAY, id).await?;
    let (one, envelope, _, money) = held(tx, id).await?;
    let report = store::report::of_project(tx, id).await?.filter(|one| !one.is_accepted).ok_or(Refusal::NotFound)?;
    let spent = report.terms.spent;
    let told = |cents: i64| kernel::french::euros(kernel::Cents(cents));
    if money.to_return(spent) > 0 {
        let why = format!(
            "Le groupe a reçu {} et dépensé {} : il doit rendre {}. Notez le retour, puis acceptez le compte rendu.",
            told(money.held()),
            told(spent),
            told(money.to_return(spent))
        );
        return Err(Refusal::rule("De l’argent reste à rendre", why).into());
    }
    if money.held() < spent {
        let why = format!(
            "Le groupe a dépensé {} et n’a reçu que {} : notez le versement de {}, puis acceptez le compte rendu.",
            told(spent),
            told(money.held()),
            told(spent - money.held())
        );
        return Err(Refusal::rule("De l’argent reste à verser", why).into());
    }
    if !store::report::accept(tx, (report.id, revision), outside.now()).await? {
        return Err(Failure::conflict("ce compte rendu", &[]));
    }
    let today = outside.now().day(zone);
    let released = release(tx, outside, actor, (id, envelope, today), money).await?;
    let step = Step {
        state: ProjectState::Closed,
        envelope: one.envelope,
        labelled_until: one.labelled_until,
        closed_at: Some(outside.now()),
    };
    store::project::step(tx, id, step).await?;
    let mut touched = vec![("fund_report", report.id), ("fund_project", id)];
    touched.extend(released.map(|(row, _)| ("fund_movement", row)));
    touched.extend(tracing::reported(tx, outside, actor, (id, report.id)).await?);
    let cents = released.map_or(0, |(_, cents)| cents);
    let detail = json!({ "acte": "compte rendu accepté", "projet": one.number, "remis": cents });
    let entry = Entry::on(acts::PAY.code, "fund_project", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
