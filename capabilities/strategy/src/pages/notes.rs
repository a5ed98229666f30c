//! `/gestion/contrats/{id}/notes`: notes of workshops pasted, put with branches several at once, or made into nodes.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, Pagination};
use kernel::{Failure, FieldError, Outcome, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::move_node::MOST_PLACES;
use super::show::asked_page;
use super::tree::{LastGesture, tree_path};
use super::{above, visible};
use crate::actions::NotePlace;
use crate::rules::{Branch, Contract, WorkshopNote, branches, parts};
use crate::{actions, store};

/// Bytes of markup the notes of one page may take.
const ROOM: usize = 22_000;
/// Bytes somebody may paste at once; past it nothing is read, and the text is given back all the same.
const MOST_BYTES: usize = 700_000;

/// Where the notes of a contract are sorted.
pub(super) fn path(contract: Uuid) -> String {
    format!("/gestion/contrats/{contract}/notes")
}

kernel::vocabulary! {
    /// Which notes are shown.
    View {
        /// Those that wait.
        Unsorted => "a-ranger", "À ranger";
        /// Those put with a node.
        Filed => "rangees", "Rangées";
        /// Those put aside.
        Aside => "de-cote", "De côté";
    }
}

impl View {
    fn holds(self, note: &WorkshopNote) -> bool {
        match self {
            Self::Unsorted => note.place == NotePlace::Unsorted,
            Self::Filed => matches!(note.place, NotePlace::Under(_)),
            Self::Aside => note.place == NotePlace::Aside,
        }
    }
}

/// A note, ready to be drawn.
pub(super) struct NoteLine {
    pub id: Uuid,
    pub words: String,
    pub source: String,
    pub under: String,
}

#[derive(Template)]
#[template(path = "pages/notes.html")]
pub(super) struct NotesPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: Uuid,
    pub view: View,
    pub views: Vec<Link>,
    pub counted: String,
    pub notes: Vec<NoteLine>,
    pub pages: Pagination,
    pub places: Vec<Choice>,
    pub is_long: bool,
    pub levels: Vec<Choice>,
    pub last: Option<LastGesture>,
}

impl NotesPage {
    fn paste_path(&self) -> String {
        format!("{}/collage", path(self.contract))
    }
}

/// Pasting a list.
#[derive(Template)]
#[template(path = "pages/paste.html")]
pub(super) struct PastePage {
    pub frame: Frame,
    pub form: Form,
}

fn frame(visit: &Visit, contract: &Contract, title: &str) -> Frame {
    let mut above = above(contract);
    above.push(Link::new("Arbre", tree_path(contract.id)));
    visit.back_office(title).with_breadcrumb(above)
}

/// Every node, as somewhere to put a note.
fn places(tree: &[Branch]) -> Vec<Choice> {
    fn add(all: &mut Vec<Choice>, branches: &[Branch], depth: usize) {
        for branch in branches {
            let label = format!("{}{} {}", "– ".repeat(depth), branch.node.text.code, branch.node.text.title);
            all.push(Choice::new(branch.node.id.to_string(), &label));
            add(all, &branch.children, depth + 1);
        }
    }
    let mut all = Vec::new();
    add(&mut all, tree, 0);
    all
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    contract: &Contract,
    (view, page, form): (View, usize, Form),
) -> Result<NotesPage, Fault> {
    let levels = store::tree::levels(tx, contract.id).await?;
    let nodes = store::tree::nodes(tx, contract.id).await?;
    let names: HashMap<Uuid, String> =
        nodes.iter().map(|node| (node.id, format!("{} {}", node.text.code, node.text.title))).collect();
    let all = store::notes::of_contract(tx, contract.id).await?;
    let count = |view: View| all.iter().filter(|note| view.holds(note)).count() as i64;
    let link = |one: &View| {
        Link::new(format!("{} ({})", one.french(), count(*one)), format!("{}?vue={}", path(contract.id), one.code()))
    };
    let line = |note: &WorkshopNote| NoteLine {
        id: note.id,
        words: note.words.clone(),
        source: note.source.clone(),
        under: match note.place {
            NotePlace::Under(node) => names.get(&node).cloned().unwrap_or_default(),
            NotePlace::Aside | NotePlace::Unsorted => String::new(),
        },
    };
    let lines: Vec<NoteLine> = all.iter().filter(|note| view.holds(note)).map(line).collect();
    let cost = |one: &NoteLine| 200 + one.words.len() + one.source.len() + one.under.len();
    let lengths: Vec<usize> = parts(&lines, ROOM, cost).iter().map(|part| part.len()).collect();
    let at = page.clamp(1, lengths.len());
    let start: usize = lengths[..at - 1].iter().sum();
    let places = places(&branches(&levels, &nodes));
    let is_long = places.len() > MOST_PLACES;
    Ok(NotesPage {
        frame: frame(visit, contract, "Notes d’atelier").with_form(&form),
        form,
        contract: contract.id,
        view,
        views: View::ALL.iter().map(link).collect(),
        counted: french::count(all.len() as i64, "note en tout", "notes en tout"),
        notes: lines.into_iter().skip(start).take(lengths[at - 1]).collect(),
        pages: Pagination::new(
            at as u32,
            lengths.len() as u64,
            1,
            format!("{}?vue={}&page=", path(contract.id), view.code()),
        ),
        places: if is_long { Vec::new() } else { places },
        is_long,
        levels: levels.iter().map(|level| Choice::new(level.id.to_string(), &level.names.singular)).collect(),
        last: LastGesture::load(tx, &visit.actor, contract.id).await?,
    })
}

fn view_of(fields: &Fields) -> View {
    View::from_code(fields.text("vue")).unwrap_or(View::Unsorted)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let at = (view_of(&asked), asked_page(&asked), Form::empty());
    answer::page(&drawn(&mut tx, &visit, &contract, at).await?)
}

fn ticked(fields: &Fields) -> Vec<Uuid> {
    fields.all("note").into_iter().filter_map(|id| id.parse().ok()).collect()
}

/// Ends a sorting: kept and told, or the same page with what is to correct, boxes still ticked.
async fn ended<T>(
    tx: Tx,
    (house, visit): (&House, &Visit),
    contract: &Contract,
    fields: &Fields,
    (outcome, word): (Outcome<T>, &str),
) -> Answer {
    let view = view_of(fields);
    let back = |_| format!("{}?vue={}", path(contract.id), view.code());
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, visit, contract, (view, fields.text("page").parse().unwrap_or(1), form)).await
    };
    answer::settle(tx, outcome, (back, word), fields, again).await
}

/// A node named by a list or by its reference; told on that field when there is none.
async fn node_named(tx: &mut Tx, contract: Uuid, (field, typed): (&str, &str)) -> Outcome<Option<Uuid>> {
    let named = actions::parent_named(tx, contract, typed).await?;
    named.map_err(|sentence| Failure::field(field, sentence))
}

pub async fn file(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let place = match fields.text("place") {
        "de-cote" => Ok(NotePlace::Aside),
        "a-ranger" => Ok(NotePlace::Unsorted),
        _ => node_named(&mut tx, contract.id, ("vers", fields.text("vers"))).await.and_then(|node| {
            node.map(NotePlace::Under).ok_or_else(|| Failure::field("vers", "Choisissez l’élément où ranger les notes"))
        }),
    };
    let outcome = match place {
        Ok(place) => {
            let notes = ticked(&fields);
            actions::file_notes(&mut tx, &house.outside, &visit.actor, contract.id, (&notes, place)).await
        }
        Err(failure) => Err(failure),
    };
    ended(tx, (&house, &visit), &contract, &fields, (outcome, "modifie")).await
}

pub async fn promote(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let parent = match fields.text("sous") {
        "" => Ok(None),
        typed => node_named(&mut tx, contract.id, ("sous", typed)).await,
    };
    let outcome = match parent {
        Ok(parent) => {
            let (notes, level) = (ticked(&fields), fields.text("niveau").parse().ok());
            let made = (notes.as_slice(), level, parent);
            actions::notes_to_nodes(&mut tx, &house.outside, &visit.actor, contract.id, made).await
        }
        Err(failure) => Err(failure),
    };
    ended(tx, (&house, &visit), &contract, &fields, (outcome, "ajoute")).await
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let frame = frame(&visit, &contract, "Coller des notes");
    answer::page(&PastePage { frame, form: Form::empty() })
}

pub async fn paste(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    request: Request,
) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    drop(tx);
    // Read before anything is held: a long list takes time to come.
    let fields = Upload::read_pasted(&house, request).await?.fields;
    let mut tx = house.write().await?;
    let text = fields.text("notes");
    let outcome = if text.len() > MOST_BYTES {
        let sentence = format!(
            "Le texte est trop long ({} ko) : collez {} ko au plus à la fois, en plusieurs envois",
            french::integer((text.len() / 1_000) as i64),
            french::integer((MOST_BYTES / 1_000) as i64)
        );
        Err(Failure::Input(vec![FieldError::new("notes", sentence)]))
    } else {
        let said = (fields.text("source"), text);
        actions::paste_notes(&mut tx, &house.outside, &visit.actor, contract.id, said).await
    };
    let again = async |form: Form| {
        let frame = frame(&visit, &contract, "Coller des notes").with_form(&form);
        Ok(PastePage { frame, form })
    };
    answer::settle(tx, outcome, (|_| path(contract.id), "ajoute"), &fields, again).await
}
