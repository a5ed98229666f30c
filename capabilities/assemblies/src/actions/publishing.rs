//! What a body publishes in its own voice. The members it designated write; authorities answer beside, and cannot change or
//! remove a word. What is plainly illegal is hidden by an administrator, with a reason everybody reads.

use database::Tx;
use files::{Limits, Prepared, Vault};
use jobs::mail::{self, NewMail};
use journal::Entry;
use kernel::{Act, Actor, Failure, Filled, Function, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::assembly::led;
use super::convening::{Post as Around, address_of};
use super::{member, roles};
use crate::rules::{Assembly, Member, Post, PostKind, PostTerms, Role, check_post};
use crate::{acts, store};

/// Photographs to publish.
pub const PHOTOS: Limits<'static> = Limits::PICTURES;

/// Those who hold authority over bodies: none of them writes in their place, even when she sits.
const AUTHORITIES: [Function; 6] = [
    Function::Administrator,
    Function::ProjectManager,
    Function::CaseOfficer,
    Function::PrefectDelegate,
    Function::Funder,
    Function::Elected,
];

/// The body and the member who writes its page; otherwise nothing is there.
///
/// # Errors
/// She does not sit there, was not designated, or holds an authority.
pub async fn editor(tx: &mut Tx, actor: &Actor, assembly: Uuid) -> Outcome<(Assembly, Member)> {
    let found = roles::mine(tx, actor, assembly, Role::Editor).await?;
    if actor.holds_any(&AUTHORITIES) {
        let what = "Vous avez un droit de réponse, affiché à côté, sous votre nom.";
        return Err(Refusal::rule("Un service n’écrit pas la page de l’instance", what).into());
    }
    Ok(found)
}

/// Something published and its body, for members, whatever became of it.
///
/// # Errors
/// Not there, or she does not sit in that body.
pub async fn mine(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Post)> {
    let found = store::post::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (assembly, _) = member::mine(tx, actor, found.assembly).await?;
    Ok((assembly, found))
}

async fn save(tx: &mut Tx, after: &Post, revision: i64) -> Outcome<()> {
    if store::post::save(tx, after, revision).await? {
        return Ok(());
    }
    let kept = [("Titre", after.terms.title.as_str()), ("Texte", &after.terms.words)];
    Err(Failure::conflict("cette publication", &kept))
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    of: &Post,
    what: &str,
    touched: &[(&'static str, Uuid)],
) -> Outcome<()> {
    let detail = json!({ "acte": what, "publication": of.id.to_string(), "nature": of.kind.code() });
    let entry = Entry::on(act.code, "assembly", of.assembly).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

async fn photo(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    file: Option<Prepared>,
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<Option<Uuid>> {
    let Some(file) = file else { return Ok(None) };
    let kept = files::attach(tx, vault, outside, file, "assemblies.photo", actor.account()).await;
    let kept = kept.map_err(|error| error.at_field("fichier"))?;
    touched.push(("file", kept.id));
    Ok(Some(kept.id))
}

/// Publishes something new. Gives its identifier.
///
/// # Errors
/// She does not write the page; something to correct; the presentation is there already; the photograph could not be kept.
pub async fn publish(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    (assembly, kind): (Uuid, PostKind),
    (terms, file): (impl Into<Filled<PostTerms>>, Option<Prepared>),
) -> Outcome<Uuid> {
    let (assembly, _) = editor(tx, actor, assembly).await?;
    let mut form = terms.into();
    form.find(check_post(&form.value, file.is_some()));
    let terms = form.sound()?;
    let mut touched = Vec::new();
    let photo = photo(tx, (outside, vault), actor, file, &mut touched).await?;
    let (id, published_at) = (outside.uuid(), outside.now());
    let (assembly, removed_at, hidden) = (assembly.id, None, None);
    let one = Post { id, assembly, kind, terms, photo, published_at, removed_at, hidden, revision: 1 };
    if !store::post::insert(tx, &one).await? {
        return Err(Failure::conflict("la présentation", &[("Texte", &one.terms.words)]));
    }
    touched.push(("assembly_post", id));
    touched.push(("assembly_post_version", store::post::keep_version(tx, outside, &one).await?));
    record(tx, outside, (actor, &acts::SIT), &one, "publication", &touched).await?;
    Ok(id)
}

/// Changes something published; the version before is kept.
///
/// # Errors
/// She does not write the page; something to correct; the photograph could not be kept; somebody changed it since `revision`.
pub async fn amend(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    (terms, file): (impl Into<Filled<PostTerms>>, Option<Prepared>),
) -> Outcome<Uuid> {
    let found = store::post::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    editor(tx, actor, found.assembly).await?;
    let mut form = terms.into();
    form.find(check_post(&form.value, file.is_some() || found.photo.is_some()));
    let terms = form.sound()?;
    let mut touched = vec![("assembly_post", id)];
    let sent = photo(tx, (outside, vault), actor, file, &mut touched).await?;
    let former = found.photo.filter(|_| sent.is_some());
    let after = Post { terms, photo: sent.or(found.photo), removed_at: None, ..found };
    save(tx, &after, revision).await?;
    if let Some(former) = former {
        files::mark_deleted(tx, former, outside.now()).await?;
        touched.push(("file", former));
    }
    touched.push(("assembly_post_version", store::post::keep_version(tx, outside, &after).await?));
    record(tx, outside, (actor, &acts::SIT), &after, "publication modifiée", &touched).await?;
    Ok(id)
}

/// The body takes something down; changing it publishes it again.
///
/// # Errors
/// She does not write the page; somebody changed it since `revision`.
pub async fn take_down(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, revision): (Uuid, i64)) -> Outcome<Uuid> {
    let found = store::post::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    editor(tx, actor, found.assembly).await?;
    let after = Post { removed_at: Some(outside.now()), ..found };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, &acts::SIT), &after, "publication retirée", &[("assembly_post", id)]).await?;
    Ok(id)
}

/// Something everybody reads and its body, for an authority that may do this there.
///
/// # Errors
/// Not there, taken down, or not this actor's.
pub async fn seen(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<(Assembly, Post)> {
    let found = store::post::by_id(tx, id).await?.filter(|one| one.removed_at.is_none()).ok_or(Refusal::NotFound)?;
    Ok((led(tx, actor, act, found.assembly).await?, found))
}

/// The authority answers beside what is published, under its name. Nothing of what the body says changes. Gives the body.
///
/// # Errors
/// Not this actor's; hidden; no words; no signature.
pub async fn reply(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (signature, words): (String, String),
) -> Outcome<Uuid> {
    let (assembly, found) = seen(tx, actor, &acts::REPLY, id).await?;
    let mut errors = Vec::new();
    if signature.is_empty() || signature.chars().count() > 150 {
        errors.push(kernel::FieldError::new("signature", "Dites au nom de qui vous répondez, en moins de 150 signes"));
    }
    if words.is_empty() || words.chars().count() > 5_000 {
        errors.push(kernel::FieldError::new("reponse", "Écrivez votre réponse, en moins de 5 000 signes"));
    }
    Failure::unless_empty(errors)?;
    let row = store::post::reply(tx, outside, id, (&signature, &words)).await?;
    record(tx, outside, (actor, &acts::REPLY), &found, "droit de réponse", &[("assembly_post_reply", row)]).await?;
    Ok(assembly.id)
}

/// An administrator hides what is plainly illegal, or shows it again. The reason stands in its place, for everybody; those who
/// sit are told. Gives the body.
///
/// # Errors
/// Not this actor's; no reason; somebody changed it since `revision`.
pub async fn hide(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    reason: Option<String>,
) -> Outcome<Uuid> {
    let (assembly, found) = seen(tx, actor, &acts::HIDE, id).await?;
    if reason.as_ref().is_some_and(|reason| reason.is_empty() || reason.chars().count() > 1_000) {
        let told = "Dites quel texte de loi est en cause et pourquoi, en moins de 1 000 signes : tout le monde le lira";
        return Err(Failure::field("raison", told));
    }
    let what = if reason.is_some() { "publication masquée" } else { "publication montrée de nouveau" };
    let hidden = reason.clone().map(|reason| (around.outside.now(), reason));
    let after = Post { hidden, ..found };
    save(tx, &after, revision).await?;
    if let Some(reason) = reason {
        tell(tx, around, (&assembly, &after), &reason).await?;
    }
    record(tx, around.outside, (actor, &acts::HIDE), &after, what, &[("assembly_post", id)]).await?;
    Ok(assembly.id)
}

/// Tells those who sit that something of theirs is hidden, and why.
async fn tell(tx: &mut Tx, around: Around<'_>, (assembly, post): (&Assembly, &Post), reason: &str) -> Outcome<()> {
    let subject = french::spaced(&format!("{} : une publication est masquée", assembly.terms.name));
    let address = format!("{}/instances/{}", around.address, assembly.id);
    for member in store::member::of_assembly(tx, assembly.id).await?.iter().filter(|member| member.sits()) {
        let text = french::spaced(&format!(
            "Bonjour {},\n\nL’administration de la plateforme a masqué « {} ». La raison, que tout le monde lit à sa place :\n\n\
             {reason}\n\nVotre texte est gardé, avec toutes ses versions.\n{address}\n",
            member.terms.called_name, post.terms.title
        ));
        let email = address_of(tx, member).await?;
        // Whoever has no address reads it on the page.
        if let Ok(letter) = NewMail::read("assemblies.hidden", &email, &member.terms.called_name, &subject, &text) {
            mail::queue(tx, around.outside, &letter.of_contract(assembly.steered())).await?;
        }
    }
    Ok(())
}
