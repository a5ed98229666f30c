//! Sorting: each gesture is an act of the log, made of changes of one field each. Several people sort at once; the last
//! writer of a field wins; each takes back and does again her own gestures.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::consultation;
use crate::rules::{
    Act, ActKind, Change, Field, Group, LONGEST, LONGEST_AUDIENCE, Note, Target, Wanted, goes_round, merges, reversed,
    root, stacks,
};
use crate::{acts, store};

/// The notes and groups of a consultation while somebody changes them.
struct Desk {
    notes: Vec<Note>,
    groups: Vec<Group>,
    changes: Vec<Change>,
    /// Groups this act made.
    made: Vec<Uuid>,
}

impl Desk {
    /// Makes a change, unless what should stand there stands there already, or somebody else wrote since.
    fn apply(&mut self, wanted: &Wanted) -> Outcome<()> {
        let before = match wanted.target {
            Target::Note => self.notes.iter().find(|note| note.id == wanted.id).and_then(|note| note.get(wanted.field)),
            Target::Group => self.groups.iter().find(|one| one.id == wanted.id).and_then(|one| one.get(wanted.field)),
        };
        let before = before.ok_or(Refusal::NotFound)?;
        if before == wanted.after || wanted.only_if.as_ref().is_some_and(|expected| *expected != before) {
            return Ok(());
        }
        if wanted.field == Field::MergedInto
            && let Ok(into) = wanted.after.parse::<Uuid>()
            && goes_round(&merges(&self.notes), wanted.id, into)
        {
            return Ok(());
        }
        match wanted.target {
            Target::Note => self
                .notes
                .iter_mut()
                .filter(|one| one.id == wanted.id)
                .for_each(|one| one.set(wanted.field, &wanted.after)),
            Target::Group => self
                .groups
                .iter_mut()
                .filter(|one| one.id == wanted.id)
                .for_each(|one| one.set(wanted.field, &wanted.after)),
        }
        let Wanted { target, id, field, after, .. } = wanted.clone();
        self.changes.push(Change { target, id, field, before, after });
        Ok(())
    }
}

/// A gesture on the desk: what it is called, and what it wants.
struct Gesture {
    kind: ActKind,
    reverses: Option<Uuid>,
    label: String,
    wanted: Vec<Wanted>,
    new_group: Option<Group>,
}

impl Gesture {
    fn new(label: impl Into<String>, wanted: Vec<Wanted>) -> Self {
        Self { kind: ActKind::Done, reverses: None, label: label.into(), wanted, new_group: None }
    }
}

/// Opens the desk, lets `plan` look at it, and does what it says. A form sent twice does it once.
async fn perform(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, key): (Uuid, Uuid),
    plan: impl FnOnce(&Desk) -> Outcome<Gesture>,
) -> Outcome<usize> {
    consultation(tx, actor, &acts::HOLD, id).await?;
    let seq = store::log::next(tx, id).await?;
    if store::log::is_known(tx, key).await? {
        return Ok(0);
    }
    let mut desk = Desk {
        notes: store::note::of_consultation(tx, id).await?,
        groups: store::note::groups(tx, id).await?,
        changes: Vec::new(),
        made: Vec::new(),
    };
    let gesture = plan(&desk)?;
    if let Some(group) = gesture.new_group {
        if !store::note::insert_group(tx, &group).await? {
            return Err(Failure::field("groupe", "Ce groupe existe déjà : rechargez la page"));
        }
        desk.made.push(group.id);
        desk.groups.push(group);
    }
    for wanted in &gesture.wanted {
        desk.apply(wanted)?;
    }
    let act = Act { id: key, kind: gesture.kind, reverses: gesture.reverses, label: gesture.label };
    saved(tx, outside, actor, (id, seq), &act, desk).await
}

/// Writes what changed, the act and its line in the journal. Gives the number of changes.
async fn saved(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, seq): (Uuid, i64),
    act: &Act,
    desk: Desk,
) -> Outcome<usize> {
    let mut touched: Vec<(&str, Uuid)> = vec![("sorting_act", act.id)];
    let is_changed = |target, id| desk.changes.iter().any(|change| change.target == target && change.id == id);
    for note in desk.notes.iter().filter(|note| is_changed(Target::Note, note.id)) {
        store::note::save(tx, note).await?;
        touched.push(("note", note.id));
    }
    for group in &desk.groups {
        if is_changed(Target::Group, group.id) {
            store::note::save_group(tx, group).await?;
        } else if !desk.made.contains(&group.id) {
            continue;
        }
        touched.push(("note_group", group.id));
    }
    let changes: Vec<(Uuid, Change)> = desk.changes.into_iter().map(|change| (outside.uuid(), change)).collect();
    store::log::insert(tx, (id, seq), (outside.now(), actor.account()), act, &changes).await?;
    touched.extend(changes.iter().map(|(row, _)| ("sorting_change", *row)));
    let detail = json!({ "acte": act.kind.french(), "geste": act.label, "changements": changes.len() });
    let entry = Entry::on(acts::HOLD.code, "sorting", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(changes.len())
}

fn how_many(count: usize) -> String {
    french::count(i64::try_from(count).unwrap_or(i64::MAX), "note", "notes")
}

/// The notes chosen, or the point to correct.
fn chosen<'a>(desk: &'a Desk, ids: &[Uuid], least: usize) -> Outcome<Vec<&'a Note>> {
    let found: Vec<&Note> = desk.notes.iter().filter(|note| ids.contains(&note.id) && !note.is_removed).collect();
    if found.len() < least {
        let sentence = match least {
            1 => "Cochez au moins une note",
            _ => "Cochez au moins deux notes qui disent la même chose",
        };
        return Err(Failure::field("notes", sentence));
    }
    Ok(found)
}

/// Moves notes to a group, or back to what is still to sort.
///
/// # Errors
/// Not this actor's; nothing chosen; no such group.
pub async fn move_notes(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    at: (Uuid, Uuid),
    ids: &[Uuid],
    to: Option<Uuid>,
) -> Outcome<usize> {
    perform(tx, outside, actor, at, |desk| {
        let notes = chosen(desk, ids, 1)?;
        let name = match to {
            None => "« À trier »".to_owned(),
            Some(id) => {
                let group = desk.groups.iter().find(|group| group.id == id && !group.is_removed);
                format!(
                    "« {} »",
                    group.ok_or_else(|| Failure::field("vers", "Choisissez un groupe de la liste"))?.label
                )
            }
        };
        let after = to.map(|id| id.to_string()).unwrap_or_default();
        let wanted = notes.iter().map(|note| Wanted::note(note.id, Field::Group, after.clone())).collect();
        Ok(Gesture::new(format!("déplacer {} vers {name}", how_many(notes.len())), wanted))
    })
    .await
}

/// Counts together notes that say the same thing: the first written speaks for all.
///
/// # Errors
/// Not this actor's; fewer than two notes chosen.
pub async fn merge(tx: &mut Tx, outside: &Outside, actor: &Actor, at: (Uuid, Uuid), ids: &[Uuid]) -> Outcome<usize> {
    perform(tx, outside, actor, at, |desk| {
        let notes = chosen(desk, ids, 2)?;
        let merged = merges(&desk.notes);
        let mut roots: Vec<Uuid> = notes.iter().map(|note| root(&merged, note.id)).collect();
        roots.sort_by_key(|id| desk.notes.iter().position(|note| note.id == *id));
        roots.dedup();
        let Some((first, others)) = roots.split_first().filter(|(_, others)| !others.is_empty()) else {
            return Err(Failure::field("notes", "Ces notes sont déjà réunies"));
        };
        let wanted = others.iter().map(|id| Wanted::note(*id, Field::MergedInto, first.to_string())).collect();
        Ok(Gesture::new(format!("réunir {}", how_many(notes.len())), wanted))
    })
    .await
}

/// Gives a note that was merged its own place back, in the group of the note that spoke for it.
///
/// # Errors
/// Not this actor's; not merged.
pub async fn split(tx: &mut Tx, outside: &Outside, actor: &Actor, at: (Uuid, Uuid), ids: &[Uuid]) -> Outcome<usize> {
    perform(tx, outside, actor, at, |desk| {
        let merged = merges(&desk.notes);
        let notes = chosen(desk, ids, 1)?;
        let mut wanted = Vec::new();
        for note in notes.iter().filter(|note| note.merged_into.is_some()) {
            let speaker = desk.notes.iter().find(|one| one.id == root(&merged, note.id));
            let group = speaker.and_then(|one| one.group).map(|id| id.to_string()).unwrap_or_default();
            wanted.push(Wanted::note(note.id, Field::MergedInto, ""));
            wanted.push(Wanted::note(note.id, Field::Group, group));
        }
        if wanted.is_empty() {
            return Err(Failure::field("notes", "Cette note n’est réunie à aucune autre"));
        }
        Ok(Gesture::new(format!("séparer {}", how_many(notes.len())), wanted))
    })
    .await
}

/// Takes notes out; « Annuler » brings them back.
///
/// # Errors
/// Not this actor's; nothing chosen; evidence of a need was made of one.
pub async fn take_out(tx: &mut Tx, outside: &Outside, actor: &Actor, at: (Uuid, Uuid), ids: &[Uuid]) -> Outcome<usize> {
    perform(tx, outside, actor, at, |desk| {
        let notes = chosen(desk, ids, 1)?;
        if let Some(note) = notes.iter().find(|note| note.evidence.is_some()) {
            let start = kernel::text::shorten(&note.words, 40);
            let sentence = format!("« {start} » est devenue la preuve d’un besoin : retirez d’abord cette preuve");
            return Err(Failure::field("notes", sentence));
        }
        let wanted = notes.iter().map(|note| Wanted::note(note.id, Field::Removed, "oui")).collect();
        Ok(Gesture::new(format!("retirer {}", how_many(notes.len())), wanted))
    })
    .await
}

/// Changes what is written of a note: only the fields that differ, so that two people correct two fields at once.
///
/// # Errors
/// Not this actor's; not there; a text to correct.
pub async fn change(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    at: (Uuid, Uuid),
    id: Uuid,
    fields: &[(Field, String)],
) -> Outcome<usize> {
    let mut errors = Vec::new();
    for (field, value) in fields {
        let (name, length) = (field.code(), value.chars().count());
        match field {
            Field::Words if length == 0 => errors.push(kernel::FieldError::new(name, "Écrivez ce que dit la note")),
            Field::Words if length > LONGEST => {
                let sentence = format!("La note doit faire {LONGEST} signes au plus : elle en fait {length}");
                errors.push(kernel::FieldError::new(name, sentence));
            }
            Field::Audience if length > LONGEST_AUDIENCE => {
                let sentence = format!("Le public doit faire {LONGEST_AUDIENCE} signes au plus");
                errors.push(kernel::FieldError::new(name, sentence));
            }
            _ => {}
        }
    }
    Failure::unless_empty(errors)?;
    perform(tx, outside, actor, at, |desk| {
        if !desk.notes.iter().any(|note| note.id == id) {
            return Err(Refusal::NotFound.into());
        }
        // Never its words: they would stay in the log and in the journal once they are taken back.
        let wanted = fields.iter().map(|(field, value)| Wanted::note(id, *field, value.as_str())).collect();
        Ok(Gesture::new("corriger une note", wanted))
    })
    .await
}

fn check_label(desk: &Desk, label: &str, own: Option<Uuid>) -> Outcome<()> {
    let is_taken =
        |group: &&Group| !group.is_removed && Some(group.id) != own && crate::rules::same_words(&group.label, label);
    match label.chars().count() {
        0 => Err(Failure::field("groupe", "Saisissez le nom du groupe, par exemple : propreté")),
        length if length > 80 => {
            Err(Failure::field("groupe", format!("Le nom doit faire 80 signes au plus : {length} saisis")))
        }
        _ if desk.groups.iter().any(|group| is_taken(&group)) => {
            Err(Failure::field("groupe", format!("Il y a déjà un groupe « {label} »")))
        }
        _ => Ok(()),
    }
}

/// Adds a group, last; notes chosen go straight into it.
///
/// # Errors
/// Not this actor's; a name to correct.
pub async fn add_group(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    at: (Uuid, Uuid),
    label: &str,
    ids: &[Uuid],
) -> Outcome<usize> {
    let group_id = outside.uuid();
    perform(tx, outside, actor, at, |desk| {
        check_label(desk, label, None)?;
        let position = desk.groups.iter().map(|group| group.position).max().unwrap_or(0) + 1;
        // The group comes into being taken out and the act brings it in: undone, it goes again.
        let group = Group { id: group_id, consultation: at.0, label: label.to_owned(), position, is_removed: true };
        let mut wanted = vec![Wanted::group(group_id, Field::Removed, "")];
        let notes = desk.notes.iter().filter(|note| ids.contains(&note.id) && !note.is_removed);
        wanted.extend(notes.map(|note| Wanted::note(note.id, Field::Group, group_id.to_string())));
        let gesture = Gesture::new(format!("ajouter le groupe « {label} »"), wanted);
        Ok(Gesture { new_group: Some(group), ..gesture })
    })
    .await
}

fn group_of(desk: &Desk, id: Uuid) -> Outcome<&Group> {
    desk.groups.iter().find(|group| group.id == id && !group.is_removed).ok_or_else(|| Refusal::NotFound.into())
}

/// Gives a group another name.
///
/// # Errors
/// Not this actor's; not there; a name to correct.
pub async fn rename_group(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    at: (Uuid, Uuid),
    id: Uuid,
    label: &str,
) -> Outcome<usize> {
    perform(tx, outside, actor, at, |desk| {
        let group = group_of(desk, id)?;
        check_label(desk, label, Some(id))?;
        let what = format!("renommer « {} » en « {label} »", group.label);
        Ok(Gesture::new(what, vec![Wanted::group(id, Field::Label, label)]))
    })
    .await
}

/// Moves a group one place to the start or to the end.
///
/// # Errors
/// Not this actor's; not there.
pub async fn move_group(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    at: (Uuid, Uuid),
    id: Uuid,
    to_the_start: bool,
) -> Outcome<usize> {
    perform(tx, outside, actor, at, |desk| {
        let label = group_of(desk, id)?.label.clone();
        let mut order: Vec<&Group> = desk.groups.iter().filter(|group| !group.is_removed).collect();
        order.sort_by_key(|group| (group.position, group.id));
        let from = order.iter().position(|group| group.id == id).unwrap_or(0);
        let to = if to_the_start { from.saturating_sub(1) } else { (from + 1).min(order.len() - 1) };
        let moved = order.remove(from);
        order.insert(to, moved);
        let wanted = (1_i64..)
            .zip(&order)
            .map(|(position, group)| Wanted::group(group.id, Field::Position, position.to_string()))
            .collect();
        Ok(Gesture::new(format!("déplacer le groupe « {label} »"), wanted))
    })
    .await
}

/// Takes a group out; its notes are to sort again.
///
/// # Errors
/// Not this actor's; not there.
pub async fn remove_group(tx: &mut Tx, outside: &Outside, actor: &Actor, at: (Uuid, Uuid), id: Uuid) -> Outcome<usize> {
    perform(tx, outside, actor, at, |desk| {
        let group = group_of(desk, id)?;
        let mut wanted: Vec<Wanted> = Vec::new();
        wanted.extend(
            desk.notes.iter().filter(|note| note.group == Some(id)).map(|note| Wanted::note(note.id, Field::Group, "")),
        );
        wanted.push(Wanted::group(id, Field::Removed, "oui"));
        Ok(Gesture::new(format!("retirer le groupe « {} »", group.label), wanted))
    })
    .await
}

/// Takes back this person's last gesture. What somebody else changed since stays as it is. Gives the number of changes.
///
/// # Errors
/// Not this actor's; nothing to take back.
pub async fn undo(tx: &mut Tx, outside: &Outside, actor: &Actor, at: (Uuid, Uuid)) -> Outcome<usize> {
    go_back(tx, outside, actor, at, ActKind::Undone).await
}

/// Does again what this person took back last.
///
/// # Errors
/// Not this actor's; nothing to do again.
pub async fn redo(tx: &mut Tx, outside: &Outside, actor: &Actor, at: (Uuid, Uuid)) -> Outcome<usize> {
    go_back(tx, outside, actor, at, ActKind::Redone).await
}

async fn go_back(tx: &mut Tx, outside: &Outside, actor: &Actor, at: (Uuid, Uuid), kind: ActKind) -> Outcome<usize> {
    consultation(tx, actor, &acts::HOLD, at.0).await?;
    // Nobody else writes here from now on; and the same form sent twice takes back one gesture, not two.
    store::log::next(tx, at.0).await?;
    if store::log::is_known(tx, at.1).await? {
        return Ok(0);
    }
    let account = actor.account().ok_or(Refusal::NotFound)?;
    let mut stacks = stacks(store::log::of_account(tx, at.0, account).await?);
    let (next, sentence) = match kind {
        ActKind::Redone => (stacks.undone.pop(), "Il n’y a aucun geste à rétablir"),
        _ => (stacks.done.pop(), "Il n’y a aucun geste à annuler"),
    };
    let last = next.ok_or_else(|| Failure::field("", sentence))?;
    let wanted = reversed(&store::log::changes(tx, last.id).await?);
    let gesture = Gesture { kind, reverses: Some(last.id), label: last.label, wanted, new_group: None };
    perform(tx, outside, actor, at, |_| Ok(gesture)).await
}
