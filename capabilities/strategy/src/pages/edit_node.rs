//! Adding, changing and removing an element of the tree; what crosses it, and its past.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::Uuid;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::conflict::{self, ConflictPage, Current, Disputed};
use super::tree::{near, tree_path};
use super::{above, visible};
use crate::actions::{Direction, NodeTag};
use crate::rules::{Change, Contract, Level, Node, NodeText, Version, WorkshopNote, lenses, suggested, tags_of};
use crate::{actions, store};

/// Adding a node.
#[derive(Template)]
#[template(path = "pages/add_node.html")]
pub(super) struct AddNodePage {
    pub frame: Frame,
    pub form: Form,
    pub levels: Vec<Choice>,
    pub parent: Option<(String, String)>,
}

/// Changing a node.
#[derive(Template)]
#[template(path = "pages/edit_node.html")]
pub(super) struct NodePage {
    pub frame: Frame,
    pub form: Form,
    pub id: Uuid,
    pub tags: Vec<Choice>,
    pub tagged: Form,
    pub notes: Vec<WorkshopNote>,
    pub past: Vec<Past>,
}

/// One line of the past of a node.
pub(super) struct Past {
    pub when: String,
    pub author: String,
    pub what: &'static str,
    pub title: String,
    pub why: String,
}

impl Past {
    fn of((change, version): &(Change, Version), house: &House) -> Self {
        Self {
            when: super::history::when(change.made_at, house),
            author: change.author.clone(),
            what: change.kind.french(),
            title: format!("{} {}", version.node.text.code, version.node.text.title),
            why: change.why.clone(),
        }
    }
}

fn frame(visit: &Visit, contract: &Contract, title: &str) -> Frame {
    let mut above = above(contract);
    above.push(interface::Link::new("Arbre", tree_path(contract.id)));
    visit.back_office(title).with_breadcrumb(above)
}

fn text(fields: &Fields) -> NodeText {
    NodeText {
        code: fields.text("reference").to_owned(),
        title: fields.text("intitule").to_owned(),
        summary: fields.text("resume").to_owned(),
        note: fields.text("note").to_owned(),
    }
}

/// What a new node may be: the levels just below the parent chosen, or those at the top.
struct Place {
    parent: Option<Node>,
    levels: Vec<Level>,
    suggested: String,
}

impl Place {
    async fn load(tx: &mut Tx, contract: Uuid, parent: &str) -> Result<Self, Fault> {
        let all = store::tree::levels(tx, contract).await?;
        let nodes = store::tree::nodes(tx, contract).await?;
        let parent = parent.parse::<Uuid>().ok().and_then(|id| nodes.iter().find(|node| node.id == id)).cloned();
        let above = parent.as_ref().and_then(|node| all.iter().find(|level| level.id == node.level));
        let levels: Vec<Level> =
            all.iter().filter(|level| crate::rules::may_stand_under(level, above)).cloned().collect();
        let suggested = levels.first().map(|level| suggested(&all, &nodes, level.id)).unwrap_or_default();
        Ok(Self { parent, levels, suggested })
    }

    fn page(&self, frame: Frame, form: Form) -> AddNodePage {
        let choices = self.levels.iter().map(|level| Choice::new(level.id.to_string(), &level.names.singular));
        let parent = self.parent.as_ref().map(|node| (node.id.to_string(), node.text.title.clone()));
        AddNodePage { frame: frame.with_form(&form), form, levels: choices.collect(), parent }
    }
}

pub async fn blank(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let place = Place::load(&mut tx, contract.id, asked.text("sous")).await?;
    let form = match place.levels.as_slice() {
        [only] => Form::filled([("niveau", only.id.to_string()), ("reference", place.suggested.clone())]),
        _ => Form::empty(),
    };
    answer::page(&place.page(frame(&visit, &contract, "Ajouter un élément"), form))
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let place = Place::load(&mut tx, contract.id, fields.text("parent")).await?;
    let mut typed = Reading::of(&fields);
    let level = typed.chosen("niveau", "Choisissez un niveau").unwrap_or_default();
    // A parent of another contract, or gone since: told, never put at the top instead.
    if place.parent.is_none() && !fields.text("parent").is_empty() {
        let sentence = "L’élément choisi n’est pas dans ce contrat, ou vient d’être supprimé : choisissez-en un autre";
        typed.tell("niveau", sentence);
    }
    let mut text = text(&fields);
    if text.code.is_empty() && level != Uuid::nil() {
        let all = store::tree::levels(&mut tx, contract.id).await?;
        text.code = suggested(&all, &store::tree::nodes(&mut tx, contract.id).await?, level);
    }
    let (parent, node) = (place.parent.as_ref().map(|node| node.id), typed.filled((level, text)));
    let outcome = actions::add_node(&mut tx, &house.outside, &visit.actor, contract.id, parent, node).await;
    let again = async |form| Ok(place.page(frame(&visit, &contract, "Ajouter un élément"), form));
    answer::settle(tx, outcome, (|node| near(contract.id, node), "ajoute"), &fields, again).await
}

async fn found(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Node, Contract), Fault> {
    let node = store::tree::node(tx, id).await?.ok_or_else(Fault::not_found)?;
    let contract = visible(visit, store::contract::by_id(tx, node.contract).await?)?;
    Ok((node, contract))
}

fn filled_with(node: &Node) -> Form {
    Form::filled([
        ("reference", node.text.code.clone()),
        ("intitule", node.text.title.clone()),
        ("resume", node.text.summary.clone()),
        ("note", node.text.note.clone()),
        ("revision", node.revision.to_string()),
    ])
}

/// Everything that may cross a node, as boxes to tick.
async fn tag_choices(tx: &mut Tx, node: &Node) -> Result<Vec<Choice>, Fault> {
    let levels = store::tree::levels(tx, node.contract).await?;
    let nodes = store::tree::nodes(tx, node.contract).await?;
    let crosses = |other: &&Node| {
        other.id != node.id && levels.iter().any(|level| level.id == other.level && level.is_transversal)
    };
    let axes = nodes.iter().filter(crosses).map(|axis| Choice::new(axis.id.to_string(), &axis.text.title));
    let known = lenses(store::tree::own_lenses(tx, node.contract).await?);
    let lenses = known.iter().map(|lens| Choice::new(format!("lens:{}", lens.code), &lens.label));
    Ok(axes.chain(lenses).collect())
}

async fn edit_page(
    tx: &mut Tx,
    house: &House,
    frame: Frame,
    node: &Node,
    (form, tagged): (Form, Option<Form>),
) -> Result<NodePage, Fault> {
    let past = store::history::of_node(tx, node.id).await?;
    let chosen = node.tags.iter().map(|tag| ("reperes", crate::rules::tags_text(std::slice::from_ref(tag))));
    let tagged = tagged.unwrap_or_else(|| Form::filled(chosen));
    Ok(NodePage {
        frame: frame.with_form(&form),
        form,
        id: node.id,
        tags: tag_choices(tx, node).await?,
        tagged,
        notes: store::notes::under(tx, node.contract, node.id).await?,
        past: past.iter().take(20).map(|line| Past::of(line, house)).collect(),
    })
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>) -> Answer {
    let mut tx = house.read().await?;
    let (node, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let frame = frame(&visit, &contract, "Modifier un élément");
    answer::page(&edit_page(&mut tx, &house, frame, &node, (filled_with(&node), None)).await?)
}

pub async fn amend(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (node, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let (at, why) = ((node.id, fields.revision()), fields.text("raison"));
    let outcome = actions::amend_node(&mut tx, &house.outside, &visit.actor, at, text(&fields), why).await;
    let frame = || frame(&visit, &contract, "Modifier un élément");
    let again = async |form| {
        let mut tx = house.read().await?;
        edit_page(&mut tx, &house, frame(), &node, (form, None)).await
    };
    let both = async || {
        let mut tx = house.read().await?;
        let (kept, _) = found(&mut tx, &visit, node.id).await?;
        let last = store::history::of_node(&mut tx, node.id).await?.into_iter().next();
        let current = Current {
            revision: kept.revision,
            author: last.map(|(change, _)| change.author).unwrap_or_default(),
            fields: vec![
                Disputed::line("reference", "Référence", &kept.text.code),
                Disputed::line("intitule", "Intitulé", &kept.text.title),
                Disputed::long("resume", "Résumé", &kept.text.summary),
                Disputed::long("note", "Note", &kept.text.note),
            ],
        };
        Ok(ConflictPage::new(self::frame(&visit, &contract, conflict::TITLE), "cet élément", current, &fields))
    };
    conflict::settle(tx, outcome, (|contract| near(contract, node.id), "modifie"), &fields, again, both).await
}

pub async fn tag(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (node, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let tags: Vec<NodeTag> = fields.all("reperes").into_iter().flat_map(tags_of).collect();
    let outcome = actions::tag_node(&mut tx, &house.outside, &visit.actor, node.id, &tags).await;
    let again = async |form: Form| {
        let mut tx = house.read().await?;
        let frame = frame(&visit, &contract, "Modifier un élément").with_form(&form);
        edit_page(&mut tx, &house, frame, &node, (filled_with(&node), Some(form))).await
    };
    answer::settle(tx, outcome, (|contract| near(contract, node.id), "modifie"), &fields, again).await
}

async fn moved(house: &House, visit: &Visit, id: Uuid, direction: Direction) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::move_node(&mut tx, &house.outside, &visit.actor, id, direction).await?;
    tx.commit().await?;
    answer::done(&near(contract, id), "modifie")
}

pub async fn move_up(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>) -> Answer {
    moved(&house, &visit, id.uuid(), Direction::Up).await
}

pub async fn move_down(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>) -> Answer {
    moved(&house, &visit, id.uuid(), Direction::Down).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::remove_node(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&tree_path(contract), "supprime")
}
