//! The text of the parts of a contract's document, section by section: written in as many times as one likes, each save kept.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Moment, Outcome, Outside, Refusal, Scope, Uuid, french};
use serde_json::json;

use super::Chapter;
use super::chapters::{LONGEST_TITLE, too_long};
use crate::acts;
use crate::store::sections as store;

/// Longest text of a section, in signs.
const LONGEST_BODY: usize = 60_000;
/// Sections of a part, at most.
const MOST: usize = 100;

/// What is written of a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionText {
    /// Its title; a draft may have none.
    pub title: String,
    /// Formatted text.
    pub body: String,
    /// Whether everybody may read it; a draft otherwise.
    pub is_ready: bool,
}

impl SectionText {
    /// Its title, or what stands for it while it has none.
    pub fn named(&self) -> &str {
        if self.title.is_empty() { "Section sans titre" } else { &self.title }
    }
}

/// The last save of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// When.
    pub at: Moment,
    /// By whom, as the journal names people.
    pub by: String,
}

impl Saved {
    /// Now, by this actor.
    pub fn now(outside: &Outside, actor: &Actor) -> Self {
        Self { at: outside.now(), by: actor.journal_name() }
    }
}

/// A section of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionKept {
    /// Which.
    pub id: Uuid,
    /// Its contract.
    pub contract: Uuid,
    /// Its part.
    pub chapter: Chapter,
    /// What is written of it.
    pub text: SectionText,
    /// Its last save.
    pub saved: Saved,
    /// How many times it was written.
    pub revision: i64,
}

/// What is typed, as it is kept, with what is wrong with it.
fn checked(text: impl Into<Filled<SectionText>>) -> Filled<SectionText> {
    let mut form = text.into();
    form.value.title = form.value.title.trim().to_owned();
    form.value.body = plan::facade::tidied(&form.value.body);
    let mut errors = too_long("titre", "Le titre", &form.value.title, LONGEST_TITLE);
    errors.extend(too_long("texte", "Le texte", &form.value.body, LONGEST_BODY));
    if form.value.is_ready {
        if form.value.title.is_empty() {
            errors.push(FieldError::new("titre", "Donnez un titre à la section avant de la dire prête"));
        }
        if form.value.body.is_empty() {
            errors.push(FieldError::new("texte", "Écrivez le texte de la section avant de la dire prête"));
        }
    }
    form.find(errors);
    form
}

async fn told(tx: &mut Tx, around: (&Outside, &Actor), one: &SectionKept, what: &str) -> Outcome<()> {
    let (outside, actor) = around;
    let detail = json!({
        "acte": what, "partie": one.chapter.code(), "titre": one.text.title, "prete": one.text.is_ready,
        "signes": one.text.body.chars().count(),
    });
    let touched = [("contract_section", one.id)];
    let entry = Entry::on(acts::COMPOSE_PLAN.code, "contract", one.contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Adds a section, last of its part. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct; the part has too many already.
pub async fn add_section(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, chapter): (Uuid, Chapter),
    text: impl Into<Filled<SectionText>>,
) -> Outcome<Uuid> {
    actor.authorise(&acts::COMPOSE_PLAN, &Scope::contract(contract))?;
    let text = checked(text).sound()?;
    let all = store::of_contract(tx, contract).await?;
    if all.iter().filter(|one| one.chapter == chapter).count() >= MOST {
        let what = "Réunissez des sections, ou supprimez celles qui ne servent plus.";
        return Err(Refusal::rule(format!("Une partie a {MOST} sections au plus"), what).into());
    }
    let saved = Saved::now(outside, actor);
    let one = SectionKept { id: outside.uuid(), contract, chapter, text, saved, revision: 1 };
    store::insert(tx, &one).await?;
    told(tx, (outside, actor), &one, "section du contrat ajoutée").await?;
    Ok(one.id)
}

/// A section, for whoever may write it.
async fn held(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<SectionKept> {
    let one = store::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::COMPOSE_PLAN, &Scope::contract(one.contract))?;
    Ok(one)
}

/// Writes a section. Gives what somebody else wrote since `revision`, when that is why it is not written: both texts are to be
/// shown. The same text twice is no conflict.
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn write_section(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    text: impl Into<Filled<SectionText>>,
) -> Outcome<Option<SectionKept>> {
    let before = held(tx, actor, id).await?;
    let text = checked(text).sound()?;
    if before.text == text {
        return Ok(None);
    }
    let saved = Saved::now(outside, actor);
    if !store::write(tx, (id, revision), (&text, &saved)).await? {
        return Ok(Some(held(tx, actor, id).await?));
    }
    let one = SectionKept { text, saved, ..before };
    told(tx, (outside, actor), &one, "section du contrat écrite").await?;
    Ok(None)
}

/// Moves a section past the one that comes before it, or after it: `other`, as it was seen. Gives its contract and its part.
///
/// # Errors
/// Not this actor's; the other no longer stands there.
pub async fn move_section(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (is_up, other): (bool, Option<Uuid>),
) -> Outcome<(Uuid, Chapter)> {
    let one = held(tx, actor, id).await?;
    let mut all = store::of_contract(tx, one.contract).await?;
    all.retain(|beside| beside.chapter == one.chapter);
    let at = all.iter().position(|beside| beside.id == id).ok_or(Refusal::NotFound)?;
    let to = if is_up { at.checked_sub(1) } else { Some(at + 1) };
    let Some(to) = to.filter(|to| all.get(*to).map(|beside| beside.id) == other && other.is_some()) else {
        return Err(Failure::conflict("l’ordre des sections", &[]));
    };
    all.swap(at, to);
    let mut touched = Vec::new();
    for (position, beside) in (1..).zip(&all) {
        if store::place(tx, beside.id, position).await? {
            touched.push(("contract_section", beside.id));
        }
    }
    let order: Vec<&str> = all.iter().map(|beside| beside.text.named()).collect();
    let detail = json!({ "acte": "ordre des sections du contrat", "partie": one.chapter.code(), "ordre": order });
    let entry = Entry::on(acts::COMPOSE_PLAN.code, "contract", one.contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok((one.contract, one.chapter))
}

/// Takes a section out. Gives its contract and its part.
///
/// # Errors
/// Not this actor's; somebody wrote it since `revision`.
pub async fn remove_section(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<(Uuid, Chapter)> {
    let one = held(tx, actor, id).await?;
    if !store::delete(tx, id, revision).await? {
        return Err(Failure::conflict("cette section du contrat", &[]));
    }
    told(tx, (outside, actor), &one, "section du contrat supprimée").await?;
    Ok((one.contract, one.chapter))
}

/// « 2 sections, dont 1 brouillon », or nothing.
pub fn sections_told<'a>(all: impl Iterator<Item = &'a SectionKept>) -> String {
    let (mut count, mut drafts) = (0, 0);
    for one in all {
        count += 1;
        drafts += i64::from(!one.text.is_ready);
    }
    match (count, drafts) {
        (0, _) => String::new(),
        (_, 0) => french::count(count, "section", "sections"),
        _ => format!(
            "{}, dont {}",
            french::count(count, "section", "sections"),
            french::count(drafts, "brouillon", "brouillons")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_may_be_unfinished_and_what_is_ready_may_not() {
        let text = |title: &str, body: &str, is_ready| SectionText { title: title.into(), body: body.into(), is_ready };
        let wrong = |text: SectionText| match checked(text).sound() {
            Err(Failure::Input(errors)) => errors.into_iter().map(|error| error.field).collect::<Vec<String>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(checked(text("", "• Un\r\n• Deux", false)).sound().expect("kept").body, "- Un\n- Deux");
        assert_eq!(wrong(text(" ", "", true)), ["titre", "texte"]);
        assert_eq!(wrong(text(&"a".repeat(201), &"b".repeat(60_001), false)), ["titre", "texte"]);
    }
}
