//! Sheets: opened, changed, published, made drafts again, taken out.

use database::{Tx, search};
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::place::authorise_sheet;
use super::sheet_check::{address, check, prepare};
use super::thread::{self, Rows};
use super::validation::check_validated;
use super::{Around, authorise_on};
use crate::rules::{Said, Section, Sheet, SheetText, State, plain};
use crate::{acts, store};

/// A sheet to open, lists apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSheet {
    /// What is written in it.
    pub text: SheetText,
    /// Where it stands.
    pub state: State,
}

/// Opens a sheet as a draft. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct; a code already used in the contract.
pub async fn create_sheet(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    around: &Around,
    new: impl Into<Filled<NewSheet>>,
) -> Outcome<Uuid> {
    let contract = around.contract.id;
    authorise_on(actor, &acts::EDIT, contract)?;
    let mut form = new.into();
    prepare(&mut form.value.text, around);
    let found = check(tx, around, &form.value.text, None).await?;
    form.find(found);
    let NewSheet { text, state } = form.sound()?;
    let (id, rows) = put(tx, outside, actor, around, text, state).await?;
    let detail = json!({ "acte": "nouvelle fiche" });
    let entry = Entry::on(acts::EDIT.code, "action_sheet", id).detail(detail).touched(&rows);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

/// Puts a sheet in, checked already: the row, its state, its lenses, the thread, the entry of search.
pub(super) async fn put(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    around: &Around,
    text: SheetText,
    state: State,
) -> Outcome<(Uuid, Rows)> {
    let now = outside.now();
    let address = address(tx, &around.contract.code, &text.code).await?;
    let said = Said { state: state.clone(), at: now, by: actor.journal_name() };
    let contract = around.contract.id;
    let sheet =
        Sheet { id: outside.uuid(), contract, address, text, state, published_at: None, changed_at: now, revision: 1 };
    store::sheet::insert(tx, &sheet).await?;
    let row = outside.uuid();
    store::state::insert(tx, row, sheet.id, &said).await?;
    let mut rows: Rows = vec![("action_sheet", sheet.id), ("sheet_status", row)];
    rows.extend(add_lenses(tx, outside, &sheet).await?);
    rows.extend(thread::follow(tx, outside, actor, sheet.id, (&sheet.text, "")).await?);
    index(tx, &sheet).await?;
    Ok((sheet.id, rows))
}

/// Changes what is written in a sheet; `why` says why it leaves a need or an objective, when it does.
///
/// # Errors
/// Not this actor's; something to correct, the reason on the field [`super::WHY_FIELD`]; somebody changed it since
/// `revision`.
pub async fn amend_sheet(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    around: &Around,
    (id, revision): (Uuid, i64),
    (text, why): (impl Into<Filled<SheetText>>, &str),
) -> Outcome<()> {
    let before = found(tx, id).await?;
    authorise_sheet(tx, actor, &acts::EDIT, &before).await?;
    let mut form = text.into();
    prepare(&mut form.value, around);
    let found = check(tx, around, &form.value, Some(id)).await?;
    form.find(found);
    let found = thread::check_reason(tx, id, &form.value, why).await?;
    form.find(found);
    let text = form.sound()?;
    let is_left = thread::drops(tx, id, &text).await?;
    let rows = rewrite(tx, outside, actor, (&before, revision), (text, why)).await?;
    let entry = Entry::on(acts::EDIT.code, "action_sheet", id).detail(json!({ "acte": "texte" })).touched(&rows);
    let entry = if is_left { entry.why(why) } else { entry };
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Writes a text over another, checked already with the reason for what it drops.
pub(super) async fn rewrite(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (before, revision): (&Sheet, i64),
    (text, why): (SheetText, &str),
) -> Outcome<Rows> {
    if !store::sheet::update(tx, before.id, revision, &text, outside.now()).await? {
        return Err(Failure::conflict("cette fiche", &text.typed()));
    }
    let mut rows: Rows = vec![("action_sheet", before.id)];
    let after = Sheet { text, ..before.clone() };
    if after.text.lenses != before.text.lenses {
        rows.extend(drop_lenses(tx, before.id).await?);
        rows.extend(add_lenses(tx, outside, &after).await?);
    }
    rows.extend(thread::follow(tx, outside, actor, after.id, (&after.text, why)).await?);
    index(tx, &after).await?;
    Ok(rows)
}

/// Makes a sheet public.
///
/// # Errors
/// Not this actor's; no such sheet; public already.
pub async fn publish_sheet(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let sheet = found(tx, id).await?;
    authorise_sheet(tx, actor, &acts::PUBLISH, &sheet).await?;
    if sheet.is_published() {
        return Err(
            Refusal::rule("Cette fiche est déjà publiée", "Rechargez la page : tout le monde la lit déjà.").into()
        );
    }
    check_validated(tx, &sheet).await?;
    let now = outside.now();
    let row = outside.uuid();
    // Told again at the moment of publication: whoever follows hears of it then.
    store::state::insert(tx, row, id, &Said { state: sheet.state.clone(), at: now, by: actor.journal_name() }).await?;
    let after = Sheet { published_at: Some(now), ..sheet };
    set_published(tx, outside, actor, after, "publication", &[("sheet_status", row)]).await
}

/// Makes a sheet a draft again: nobody outside reads it any more.
///
/// # Errors
/// Not this actor's; no such sheet; a draft already.
pub async fn unpublish_sheet(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let sheet = found(tx, id).await?;
    authorise_sheet(tx, actor, &acts::PUBLISH, &sheet).await?;
    if !sheet.is_published() {
        return Err(Refusal::rule("Cette fiche est déjà un brouillon", "Rechargez la page : rien n’est publié.").into());
    }
    set_published(tx, outside, actor, Sheet { published_at: None, ..sheet }, "retour en brouillon", &[]).await
}

async fn set_published(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    sheet: Sheet,
    what: &str,
    more: &[(&str, Uuid)],
) -> Outcome<()> {
    store::sheet::set_published(tx, sheet.id, sheet.published_at, outside.now()).await?;
    index(tx, &sheet).await?;
    let mut rows = vec![("action_sheet", sheet.id)];
    rows.extend_from_slice(more);
    let entry = Entry::on(acts::PUBLISH.code, "action_sheet", sheet.id).detail(json!({ "acte": what })).touched(&rows);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Takes a draft out; sheets linked to it keep its name. Gives its contract.
///
/// # Errors
/// Not this actor's; published: it is given up instead; no reason; files still hang on it.
pub async fn remove_sheet(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, why: &str) -> Outcome<Uuid> {
    let sheet = found(tx, id).await?;
    authorise_sheet(tx, actor, &acts::EDIT, &sheet).await?;
    if sheet.is_published() {
        let explanation = "Elle a été lue : dites plutôt qu’elle est abandonnée, avec le motif, ou remettez-la d’abord \
                           en brouillon.";
        return Err(Refusal::rule("Une fiche publiée ne se supprime pas", explanation).into());
    }
    if why.trim().is_empty() {
        return Err(Failure::field("motif", "Dites pourquoi la fiche est supprimée : l’historique le garde"));
    }
    if !store::file::of_sheet(tx, id).await?.is_empty() {
        let explanation = "Des photos ou des documents y sont joints. Retirez-les d’abord.";
        return Err(Refusal::rule("Cette fiche ne peut pas encore être supprimée", explanation).into());
    }
    let mut rows: Rows = vec![("action_sheet", id)];
    for (row, other) in store::pieces::links_to(tx, id).await? {
        rows.extend([("sheet_link", row), ("action_sheet", other)]);
    }
    store::pieces::name_links_to(tx, id, &kernel::text::shorten(&sheet.name(), 200)).await?;
    for section in Section::ALL {
        rows.extend(store::pieces::clear(tx, id, *section).await?);
    }
    rows.extend(drop_lenses(tx, id).await?);
    rows.extend(store::comment::delete_of(tx, id).await?.into_iter().map(|row| ("sheet_comment", row)));
    rows.extend(store::state::delete_of(tx, id).await?.into_iter().map(|row| ("sheet_status", row)));
    rows.extend(store::validation::delete_of(tx, id).await?.into_iter().map(|row| ("sheet_proposal", row)));
    for (lead, _) in store::lead::of_sheet(tx, id).await? {
        store::lead::set_sheet(tx, lead, None).await?;
        rows.push(("plan_lead", lead));
    }
    rows.extend(thread::forget(tx, outside, actor, id, why).await?);
    store::sheet::delete(tx, id).await?;
    search::forget(tx, store::KIND, id).await?;
    let detail = json!({ "acte": "suppression", "reference": sheet.text.code });
    let entry = Entry::on(acts::EDIT.code, "action_sheet", id).detail(detail).why(why).touched(&rows);
    journal::record(tx, outside, actor, entry).await?;
    Ok(sheet.contract)
}

/// How many times a sheet was changed; nothing when there is none.
///
/// # Errors
/// The database failed.
pub async fn revision(tx: &mut Tx, id: Uuid) -> database::Result<Option<i64>> {
    Ok(store::sheet::by_id(tx, id).await?.map(|sheet| sheet.revision))
}

/// The sheet, or that there is none.
pub(super) async fn found(tx: &mut Tx, id: Uuid) -> Outcome<Sheet> {
    Ok(store::sheet::by_id(tx, id).await?.ok_or(Refusal::NotFound)?)
}

async fn add_lenses(tx: &mut Tx, outside: &Outside, sheet: &Sheet) -> Outcome<Rows> {
    let mut rows = Rows::new();
    for lens in &sheet.text.lenses {
        let row = outside.uuid();
        store::sheet::add_lens(tx, row, sheet.id, lens).await?;
        rows.push(("sheet_lens", row));
    }
    Ok(rows)
}

async fn drop_lenses(tx: &mut Tx, sheet: Uuid) -> Outcome<Rows> {
    Ok(store::sheet::drop_lenses(tx, sheet).await?.into_iter().map(|row| ("sheet_lens", row)).collect())
}

/// The entry of search: everybody finds what is published, those who read the plan there find drafts.
pub(crate) async fn index(tx: &mut Tx, sheet: &Sheet) -> Outcome<()> {
    let (audience, url) = match sheet.is_published() {
        true => (search::Audience::Public, crate::facade::path(&sheet.address)),
        false => (search::Audience::May(&acts::READ), format!("/gestion/actions/{}", sheet.id)),
    };
    let (title, text) = (sheet.name(), &sheet.text);
    let description = plain(&text.description);
    let said = [&description, &text.finding, &text.aims, &text.lead, &text.publics];
    let said: Vec<&str> = said.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let text = said.join("\n");
    let areas = store::pieces::area_ids(tx, sheet.id).await?;
    let entry = search::Entry::new(store::KIND, sheet.id, audience)
        .told(&title, &text, &url)
        .of(sheet.contract)
        .at(&areas)
        .on(sheet.published_at.unwrap_or(sheet.changed_at).day(&jiff::tz::TimeZone::UTC));
    search::index(tx, &entry).await?;
    Ok(())
}

/// Puts action sheets into the site’s search again, after a version reads them otherwise.
///
/// # Errors
/// The database failed.
pub async fn index_all(tx: &mut Tx) -> Outcome<()> {
    for contract in strategy::facade::contracts(tx).await? {
        for sheet in store::sheet::of_contract(tx, contract.id).await? {
            index(tx, &sheet).await?;
        }
    }
    Ok(())
}
