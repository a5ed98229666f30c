//! Comments on a sheet.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::place::authorise_sheet;
use super::sheet::found;
use crate::store::comment::Comment;
use crate::{acts, store};

/// Longest comment, in characters.
const LONGEST: usize = 4_000;

/// Comments a sheet, for those who write it only or for everybody who reads it inside.
///
/// # Errors
/// Not this actor's; no such sheet; nothing said, or too much.
pub async fn comment(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    sheet: Uuid,
    (body, is_shared): (&str, bool),
) -> Outcome<Uuid> {
    let sheet = found(tx, sheet).await?;
    authorise_sheet(tx, actor, &acts::COMMENT, &sheet).await?;
    let sentence = match body.chars().count() {
        0 => "Écrivez votre commentaire",
        length if length > LONGEST => "Le commentaire doit faire 4 000 signes au plus",
        _ => "",
    };
    if !sentence.is_empty() {
        return Err(Failure::field("commentaire", sentence));
    }
    let one = Comment {
        id: outside.uuid(),
        author: actor.account(),
        author_name: actor.person().map_or_else(|| actor.journal_name(), |person| person.name.clone()),
        body: body.to_owned(),
        is_shared,
        said_at: outside.now(),
    };
    store::comment::insert(tx, sheet.id, &one).await?;
    let touched = [("sheet_comment", one.id)];
    let detail = json!({ "acte": "commentaire", "partage": is_shared });
    let entry = Entry::on(acts::COMMENT.code, "action_sheet", sheet.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// Takes a comment out: whoever wrote it, or whoever writes the sheet.
///
/// # Errors
/// Not this actor's; no such comment.
pub async fn remove_comment(tx: &mut Tx, outside: &Outside, actor: &Actor, (sheet, id): (Uuid, Uuid)) -> Outcome<()> {
    let sheet = found(tx, sheet).await?;
    let all = store::comment::of_sheet(tx, sheet.id).await?;
    let one = all.iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?;
    let is_own = one.author.is_some() && one.author == actor.account();
    authorise_sheet(tx, actor, if is_own { &acts::COMMENT } else { &acts::EDIT }, &sheet).await?;
    store::comment::delete(tx, id).await?;
    let touched = [("sheet_comment", id)];
    let detail = json!({ "acte": "commentaire retiré" });
    let entry = Entry::on(acts::COMMENT.code, "action_sheet", sheet.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
