//! Kinds of structure of a council, once it is open: renamed, added, taken out.

use std::collections::BTreeSet;

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Uuid};
use serde_json::json;

use super::council;
use super::setting::no_draw;
use crate::{acts, store};

/// Kinds as they should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewKinds {
    /// Names of the kinds there are; taken out when empty.
    pub known: Vec<(Uuid, String)>,
    /// Names of kinds to add, in order.
    pub added: Vec<String>,
}

/// The field of a kind's name.
pub(crate) fn kind_field(id: Uuid) -> String {
    format!("type-{id}")
}

/// What is wrong in the names of kinds, each with the field it stands in.
pub(super) fn check_kinds<'a>(named: impl Iterator<Item = (String, &'a str)>) -> Vec<FieldError> {
    let (mut errors, mut seen, mut count) = (Vec::new(), BTreeSet::new(), 0);
    for (field, name) in named {
        count += 1;
        if name.chars().count() > 120 {
            errors.push(FieldError::new(&field, "Ce type de structure dépasse 120 signes : raccourcissez-le"));
        }
        if !seen.insert(kernel::text::search_key(name)) {
            errors.push(FieldError::new(&field, "Deux types de structure ont le même nom : gardez-en un"));
        }
        if count == 31 {
            errors.push(FieldError::new(&field, "Trente types au plus : retirez-en"));
        }
    }
    errors
}

/// Changes the kinds of structure of a council. A kind that structures chose stays, under the name one likes.
///
/// # Errors
/// Not this actor's; a draw goes on; something to correct; somebody changed the council since `revision`.
pub async fn amend_kinds(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    kinds: impl Into<Filled<NewKinds>>,
) -> Outcome<Uuid> {
    let council = council(tx, actor, &acts::SET_UP, id).await?;
    for college in store::council::colleges(tx, id).await? {
        no_draw(tx, college.id).await?;
    }
    let before = store::council::kinds(tx, id).await?;
    let chosen: BTreeSet<Uuid> = store::structure::of_council(tx, id).await?.into_iter().map(|one| one.kind).collect();
    let mut form = kinds.into();
    let known = form.value.known.iter().filter(|one| !one.1.is_empty()).map(|one| (kind_field(one.0), one.1.as_str()));
    let added = form.value.added.iter().map(|name| ("types".to_owned(), name.as_str()));
    let mut errors = check_kinds(known.chain(added));
    for (kind, name) in &form.value.known {
        if name.is_empty() && chosen.contains(kind) {
            let sentence = "Des structures ont choisi ce type : donnez-lui un autre nom, il ne se retire plus";
            errors.push(FieldError::new(kind_field(*kind), sentence));
        }
    }
    form.find(errors);
    let new = form.sound()?;
    if !store::council::update(tx, id, revision, &council.terms).await? {
        let kept: Vec<(&str, &str)> = new.added.iter().map(|name| ("Type ajouté", name.as_str())).collect();
        return Err(Failure::conflict("ce conseil", &kept));
    }
    let mut touched = vec![("council", id)];
    for (kind, label) in &before {
        let Some((_, name)) = new.known.iter().find(|one| one.0 == *kind) else { continue };
        if name.is_empty() {
            let (quotas, rules) = store::council::remove_kind(tx, *kind).await?;
            touched.extend(quotas.into_iter().map(|quota| ("college_quota", quota)));
            touched.extend(rules.into_iter().map(|rule| ("crossed_rule", rule)));
            touched.push(("structure_kind", *kind));
        } else if name != label {
            store::council::rename_kind(tx, *kind, name).await?;
            touched.push(("structure_kind", *kind));
        }
    }
    let first = i64::try_from(before.len()).unwrap_or_default() + 1;
    for (rank, name) in (first..).zip(&new.added) {
        let kind = outside.uuid();
        store::council::insert_kind(tx, kind, id, rank, name).await?;
        touched.push(("structure_kind", kind));
    }
    let after: Vec<String> = store::council::kinds(tx, id).await?.into_iter().map(|one| one.1).collect();
    let before: Vec<String> = before.into_iter().map(|one| one.1).collect();
    let detail = json!({ "acte": "types de structure modifiés", "avant": before, "apres": after });
    let entry = Entry::on(acts::SET_UP.code, "council", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}
