//! Coding: what somebody decided of a sentence, and the evidence made of it.

use std::collections::HashSet;

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use lineage::{End, Kind};
use serde_json::json;

use super::{Work, learning, place, reach};
use crate::store::verbatims::Verbatim;
use crate::{acts, store};

/// Keeps what this person decided of sentences alike. A training may be queued: ring the bell after the commit.
///
/// # Errors
/// Not this actor's; nobody signed in; no theme of that codebook; a sentence that is not there or not reviewed.
pub async fn code(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    consultation: Uuid,
    verbatims: &[Uuid],
    themes: &[Uuid],
) -> Outcome<()> {
    let coder = actor.account().ok_or(Refusal::NotFound)?;
    let found = listening::facade::consultation(tx, consultation).await?.ok_or(Refusal::NotFound)?;
    let book = store::codebook::themes(tx, consultation).await?;
    if verbatims.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    if themes.iter().any(|theme| book.iter().all(|one| one.id != *theme)) {
        return Err(Failure::field(
            "touches",
            "Un de ces thèmes n’est plus dans le livre de codes : regardez la liste",
        ));
    }
    let version = store::codebook::version(tx, consultation).await?;
    let mut touched: Vec<(&str, Uuid)> = Vec::with_capacity(verbatims.len());
    for id in verbatims {
        let row = store::verbatims::by_id(tx, *id).await?.ok_or(Refusal::NotFound)?;
        if row.consultation != consultation || row.state != "accepted" {
            return Err(Refusal::NotFound.into());
        }
        actor.authorise(&acts::CODE, &place(found.contract, row.area))?;
        let mut ids = || outside.uuid();
        let coding = store::codings::put(tx, &mut ids, (*id, coder), (version, outside.now()), themes).await?;
        touched.push(("coding", coding));
    }
    let codes: Vec<&str> =
        book.iter().filter(|theme| themes.contains(&theme.id)).map(|theme| theme.code.as_str()).collect();
    let detail = json!({ "acte": "codage", "paroles": verbatims.len(), "themes": codes, "version": version });
    let entry = Entry::on(acts::CODE.code, "consultation", consultation).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    learning::wish_to_learn(tx, outside, consultation).await?;
    Ok(())
}

/// Makes a reviewed sentence the evidence of a need.
///
/// # Errors
/// Not this actor's; it is evidence already; it speaks of no neighbourhood; something to correct.
pub async fn make_evidence(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    need: Option<Uuid>,
    is_public: bool,
) -> Outcome<Uuid> {
    let row = store::verbatims::by_id(tx, id).await?.filter(|row| row.state == "accepted").ok_or(Refusal::NotFound)?;
    let found = listening::facade::consultation(tx, row.consultation).await?.ok_or(Refusal::NotFound)?;
    if !reach(actor, &acts::CODE, found.contract, &territory::facade::areas(tx).await?) {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(&acts::CODE, &place(found.contract, row.area))?;
    if row.evidence.is_some() {
        let what = "Ouvrez la preuve depuis la page de la parole pour la corriger.";
        return Err(Refusal::rule("Cette parole est déjà une preuve", what).into());
    }
    let Some(need) = need else { return Err(Failure::field("besoin", "Choisissez le besoin que cette parole montre")) };
    let Some(area) = row.area else {
        let sentence = "Cette parole ne parle d’aucun quartier : la matrice ne peut pas la recevoir";
        return Err(Failure::field("besoin", sentence));
    };
    let is_sensitive = sensitive_words(tx, &row).await?;
    let audience = if row.audience.is_empty() { "habitants" } else { row.audience.as_str() };
    let words = listening::facade::words::SaidByResidents {
        consultation: row.consultation,
        need,
        area,
        channel: row.channel,
        gathering: row.gathering,
        heard: audience.to_owned(),
        said: kernel::text::shorten(&row.masked, 1_490),
        is_public: is_public && !is_sensitive,
    };
    let evidence =
        listening::facade::words::evidence_from_words(tx, outside, actor, words).await.map_err(on_this_form)?;
    store::verbatims::set_evidence(tx, id, evidence).await?;
    let (from, to) = (End::new(Kind::Verbatim, id), End::new(Kind::Evidence, evidence));
    let (link, _) = lineage::tie(tx, outside, actor, from, to, "").await?;
    let touched = [("verbatim", id), ("lineage_link", link)];
    let detail = json!({ "acte": "preuve d’un besoin", "preuve": evidence.to_string() });
    let entry = Entry::on(acts::CODE.code, "verbatim", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(evidence)
}

/// Points to correct of a piece of evidence, on the one field this form has.
fn on_this_form(failure: Failure) -> Failure {
    match failure {
        Failure::Input(errors) => {
            Failure::Input(errors.into_iter().map(|error| kernel::FieldError::new("besoin", error.sentence)).collect())
        }
        other => other,
    }
}

/// Whether somebody put a sentence under a sensitive theme, or its rules propose one.
pub(crate) async fn sensitive_words(tx: &mut Tx, row: &Verbatim) -> Outcome<bool> {
    let work = Work::load(tx, row.consultation).await?;
    Ok(is_sensitive(&work, row))
}

/// See [`sensitive_words`].
pub(crate) fn is_sensitive(work: &Work, row: &Verbatim) -> bool {
    let sensitive: HashSet<Uuid> =
        work.themes.iter().filter(|theme| theme.is_sensitive).map(|theme| theme.id).collect();
    work.codings.iter().any(|one| one.verbatim == row.id && one.themes.iter().any(|theme| sensitive.contains(theme)))
        || work.calls_for(row, &sensitive)
}
