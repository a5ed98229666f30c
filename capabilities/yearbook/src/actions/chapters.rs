//! Chapters: written in as many times as one likes, each save kept; added, moved, taken out.

use database::Tx;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::{found, given_back, open, record};
use crate::rules::{Chapter, ChapterText, Saved, Subject};
use crate::{acts, store};

/// Chapters of a report, at most.
const MOST: usize = 30;

/// What is typed, as it is kept, with what is wrong with it.
fn checked(text: impl Into<Filled<ChapterText>>) -> Filled<ChapterText> {
    let mut form = text.into();
    form.value.title = form.value.title.trim().to_owned();
    form.value.body = plan::facade::tidied(&form.value.body);
    form.find(form.value.check());
    form
}

async fn told(
    tx: &mut Tx,
    (outside, actor): (&Outside, &Actor),
    (one, text): (&Chapter, &ChapterText),
    what: &str,
) -> Outcome<()> {
    let detail = json!({
        "acte": what, "chapitre": text.title, "sujet": one.subject.code(), "signes": text.body.chars().count(),
    });
    record(tx, outside, (actor, &acts::WRITE), (one.report, detail), &[("yearbook_chapter", one.id)]).await
}

/// Adds a chapter, last of the report: one's own, or the one about social development when it was taken out. Gives it.
///
/// # Errors
/// Not this actor's; approved; something to correct; too many chapters, or that one is there.
pub async fn add(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (report, subject): (Uuid, Subject),
    text: impl Into<Filled<ChapterText>>,
) -> Outcome<Uuid> {
    let form = checked(text);
    open_for(tx, actor, report, &form.value).await?;
    let text = form.sound()?;
    let all = store::chapter::of_report(tx, report).await?;
    if subject != Subject::Own && all.iter().any(|one| one.subject == subject) {
        return Err(
            Refusal::rule("Ce chapitre est déjà dans le rapport", "Retrouvez-le dans la liste des chapitres.").into()
        );
    }
    if all.len() >= MOST {
        let what = "Réunissez des chapitres, ou supprimez ceux qui ne servent plus.";
        return Err(Refusal::rule(format!("Un rapport a {MOST} chapitres au plus"), what).into());
    }
    let saved = Some(saved_now(outside, actor));
    let one = Chapter { id: outside.uuid(), report, subject, text, saved, is_removed: false, revision: 1 };
    store::chapter::insert(tx, &one).await?;
    told(tx, (outside, actor), (&one, &one.text), "chapitre ajouté").await?;
    Ok(one.id)
}

fn saved_now(outside: &Outside, actor: &Actor) -> Saved {
    Saved { at: outside.now(), by: actor.journal_name() }
}

/// A chapter, for whoever may write it. Whoever may learns that it was taken out; to anybody else nothing is there.
async fn held(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Chapter> {
    let one = store::chapter::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    found(tx, actor, &acts::WRITE, one.report).await?;
    Ok(one)
}

/// Somebody took the chapter out: what was typed is given back.
fn gone(text: &ChapterText) -> Failure {
    let explanation = "Quelqu’un a supprimé ce chapitre pendant que vous écriviez. Votre texte est gardé ci-dessous : copiez-le, puis \
                       ajoutez un chapitre au rapport, ou complétez-en un autre.";
    given_back(explanation, &typed(text))
}

fn typed(text: &ChapterText) -> [(&str, &str); 2] {
    [("Titre du chapitre", &text.title), ("Texte", &text.body)]
}

/// The report of a chapter that is written, held; approved meanwhile, what was typed is given back.
async fn open_for(tx: &mut Tx, actor: &Actor, report: Uuid, text: &ChapterText) -> Outcome<()> {
    let told = "Ce rapport est approuvé : son texte ne change plus. Ce que vous aviez écrit est gardé ci-dessous : copiez-le, il peut \
                servir au rapport suivant.";
    match open(tx, actor, &acts::WRITE, report).await {
        Err(Failure::Refused(Refusal::Rule { .. })) => Err(given_back(told, &typed(text))),
        outcome => outcome.map(|_| ()),
    }
}

/// Writes a chapter. Gives what somebody else wrote since `revision`, when that is why it is not written: both texts are to be
/// shown. The same text twice is no conflict.
///
/// # Errors
/// Not this actor's; approved; taken out meanwhile, with what was typed; something to correct.
pub async fn write(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    text: impl Into<Filled<ChapterText>>,
) -> Outcome<Option<Chapter>> {
    let before = held(tx, actor, id).await?;
    let form = checked(text);
    if before.is_removed {
        return Err(gone(&form.value));
    }
    open_for(tx, actor, before.report, &form.value).await?;
    let text = form.sound()?;
    if before.text == text {
        return Ok(None);
    }
    let saved = saved_now(outside, actor);
    if !store::chapter::write(tx, (id, revision), &text, &saved).await? {
        let now = held(tx, actor, id).await?;
        return if now.is_removed { Err(gone(&text)) } else { Ok(Some(now)) };
    }
    told(tx, (outside, actor), (&before, &text), "chapitre écrit").await?;
    Ok(None)
}

/// Moves a chapter past the one that comes before it, or after it: `other`, as it was seen. Gives its report.
///
/// # Errors
/// Not this actor's; approved; the other no longer stands there.
pub async fn move_past(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (is_up, other): (bool, Option<Uuid>),
) -> Outcome<Uuid> {
    let one = held(tx, actor, id).await?;
    open(tx, actor, &acts::WRITE, one.report).await?;
    let mut all = store::chapter::of_report(tx, one.report).await?;
    let at = all.iter().position(|beside| beside.id == id).ok_or(Refusal::NotFound)?;
    let to = if is_up { at.checked_sub(1) } else { Some(at + 1) };
    let Some(to) = to.filter(|to| other.is_some() && all.get(*to).map(|beside| beside.id) == other) else {
        return Err(Failure::conflict("l’ordre des chapitres", &[]));
    };
    all.swap(at, to);
    let mut touched = Vec::new();
    for (position, beside) in (1..).zip(&all) {
        if store::chapter::place(tx, beside.id, position).await? {
            touched.push(("yearbook_chapter", beside.id));
        }
    }
    let order: Vec<&str> = all.iter().map(|beside| beside.text.title.as_str()).collect();
    let detail = json!({ "acte": "ordre des chapitres", "ordre": order });
    record(tx, outside, (actor, &acts::WRITE), (one.report, detail), &touched).await?;
    Ok(one.report)
}

/// Takes a chapter out, with its words: one's own, or the one about social development. Gives its report.
///
/// # Errors
/// Not this actor's; approved; asked by the law; somebody wrote it since `revision`.
pub async fn remove(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, revision): (Uuid, i64)) -> Outcome<Uuid> {
    let one = held(tx, actor, id).await?;
    open(tx, actor, &acts::WRITE, one.report).await?;
    if one.is_removed {
        return Err(Refusal::NotFound.into());
    }
    if one.subject.is_required() {
        let why =
            "La loi le demande dans chaque rapport annuel. Vous pouvez en changer le titre, le texte et la place.";
        return Err(Refusal::rule("Ce chapitre ne se supprime pas", why).into());
    }
    if !store::chapter::remove(tx, (id, revision), outside.now()).await? {
        return Err(Failure::conflict("ce chapitre", &[]));
    }
    told(tx, (outside, actor), (&one, &one.text), "chapitre supprimé").await?;
    Ok(one.report)
}
