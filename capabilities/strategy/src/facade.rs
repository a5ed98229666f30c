//! What other slices may ask about contracts.

pub mod pledging;
pub mod signing;

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Actor, Awaited, Moment, Scope, Uuid, french};
use web::house::Boxed;

pub use crate::actions::index_all;
use crate::rules::{Branch, Contract, Lens, Level, Node, NodeTag, branches, lenses as known_lenses};
use crate::store;

/// A contract in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractBrief {
    /// Which.
    pub id: Uuid,
    /// Its code in addresses.
    pub code: String,
    /// Its title.
    pub title: String,
    /// First day.
    pub starts_on: Date,
    /// Last day, included.
    pub ends_on: Date,
    /// Year of the mid-term review, when known.
    pub review_year: Option<i64>,
    /// Its neighbourhoods, in display order.
    pub area_ids: Vec<Uuid>,
}

/// Every contract, the latest first.
///
/// # Errors
/// The database failed.
pub async fn contracts(tx: &mut Tx) -> Result<Vec<ContractBrief>> {
    let mut places: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (contract, area) in store::contract::all_areas(tx).await? {
        places.entry(contract).or_default().push(area);
    }
    let mut told = |contract: Contract| {
        let area_ids = places.remove(&contract.id).unwrap_or_default();
        brief(contract, area_ids)
    };
    Ok(store::contract::all(tx).await?.into_iter().map(&mut told).collect())
}

fn brief(contract: Contract, area_ids: Vec<Uuid>) -> ContractBrief {
    ContractBrief {
        id: contract.id,
        code: contract.code,
        title: contract.terms.title,
        starts_on: contract.terms.starts_on,
        ends_on: contract.terms.ends_on,
        review_year: contract.terms.review_year,
        area_ids,
    }
}

/// One contract.
///
/// # Errors
/// The database failed.
pub async fn contract(tx: &mut Tx, id: Uuid) -> Result<Option<ContractBrief>> {
    let Some(found) = store::contract::by_id(tx, id).await? else { return Ok(None) };
    let area_ids = store::contract::areas(tx, id).await?;
    Ok(Some(brief(found, area_ids)))
}

/// Where a contract is read.
pub fn path(code: &str) -> String {
    format!("/contrat/{code}")
}

/// A node of a contract's tree in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeBrief {
    /// Which.
    pub id: Uuid,
    /// Its contract.
    pub contract: Uuid,
    /// Its reference within the contract: « O05 ».
    pub code: String,
    /// Its title.
    pub title: String,
    /// What its contract calls its level: « Objectif ».
    pub level: String,
    /// Depth of its level, from 1.
    pub depth: i64,
    /// The node it stands under.
    pub parent: Option<Uuid>,
    /// Whether it crosses the whole tree.
    pub is_transversal: bool,
    /// What crosses it.
    pub tags: Vec<TagBrief>,
}

/// What crosses a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagBrief {
    /// A transversal node of the same contract.
    Axis {
        /// Which.
        node: Uuid,
        /// Its title.
        title: String,
    },
    /// A view of public policy.
    Lens(LensBrief),
}

/// A view of public policy: women, young people, climate…
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LensBrief {
    /// Stable name within the contract.
    pub code: String,
    /// What screens say.
    pub label: String,
}

impl From<Lens> for LensBrief {
    fn from(lens: Lens) -> Self {
        Self { code: lens.code, label: lens.label }
    }
}

/// The views of public policy of a contract: those everybody has, then its own.
///
/// # Errors
/// The database failed.
pub async fn lenses(tx: &mut Tx, contract: Uuid) -> Result<Vec<LensBrief>> {
    let own = store::tree::own_lenses(tx, contract).await?;
    Ok(known_lenses(own).into_iter().map(LensBrief::from).collect())
}

/// Every node of a contract in the order they are read: branch by branch, transversal ones last.
///
/// # Errors
/// The database failed.
pub async fn nodes(tx: &mut Tx, contract: Uuid) -> Result<Vec<NodeBrief>> {
    fn add(all: &mut Vec<NodeBrief>, branches: &[Branch], known: (&[LensBrief], &[(Uuid, String)])) {
        for Branch { node, level, children } in branches {
            all.push(node_brief(node, level, known));
            add(all, children, known);
        }
    }
    let levels = store::tree::levels(tx, contract).await?;
    let nodes = store::tree::nodes(tx, contract).await?;
    let lenses = lenses(tx, contract).await?;
    let crosses = |id: Uuid| levels.iter().any(|level| level.id == id && level.is_transversal);
    let axes = nodes.iter().filter(|node| crosses(node.level)).map(|node| (node.id, node.text.title.clone()));
    let axes: Vec<(Uuid, String)> = axes.collect();
    let mut all = Vec::with_capacity(nodes.len());
    add(&mut all, &branches(&levels, &nodes), (&lenses, &axes));
    Ok(all)
}

/// One node.
///
/// # Errors
/// The database failed.
pub async fn node(tx: &mut Tx, id: Uuid) -> Result<Option<NodeBrief>> {
    Ok(nodes_among(tx, &[id]).await?.pop())
}

/// These nodes, in no order: for whoever meets few of the nodes of a contract.
///
/// # Errors
/// The database failed.
pub async fn nodes_among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<NodeBrief>> {
    let found = store::tree::nodes_among(tx, ids).await?;
    let crossing = found.iter().flat_map(|node| &node.tags).filter_map(|tag| match tag {
        NodeTag::Axis(axis) => Some(*axis),
        NodeTag::Lens(_) => None,
    });
    let crossing: Vec<Uuid> = crossing.collect::<BTreeSet<Uuid>>().into_iter().collect();
    let axes = store::tree::nodes_among(tx, &crossing).await?.into_iter().map(|axis| (axis.id, axis.text.title));
    let axes: Vec<(Uuid, String)> = axes.collect();
    let mut briefs = Vec::with_capacity(found.len());
    for contract in found.iter().map(|node| node.contract).collect::<BTreeSet<Uuid>>() {
        let levels = store::tree::levels(tx, contract).await?;
        let lenses = lenses(tx, contract).await?;
        for node in found.iter().filter(|node| node.contract == contract) {
            let level = levels.iter().find(|level| level.id == node.level);
            briefs.extend(level.map(|level| node_brief(node, level, (&lenses, &axes))));
        }
    }
    Ok(briefs)
}

fn node_brief(node: &Node, level: &Level, (lenses, axes): (&[LensBrief], &[(Uuid, String)])) -> NodeBrief {
    let brief = |tag: &NodeTag| match tag {
        NodeTag::Axis(id) => axes
            .iter()
            .find(|(axis, _)| axis == id)
            .map(|(node, title)| TagBrief::Axis { node: *node, title: title.clone() }),
        NodeTag::Lens(code) => lenses.iter().find(|lens| lens.code == *code).cloned().map(TagBrief::Lens),
    };
    NodeBrief {
        id: node.id,
        contract: node.contract,
        code: node.text.code.clone(),
        title: node.text.title.clone(),
        level: level.names.singular.clone(),
        depth: level.depth,
        parent: node.parent,
        is_transversal: level.is_transversal,
        tags: node.tags.iter().filter_map(brief).collect(),
    }
}

/// Where a node is read, in the contract of that code.
pub fn node_path(contract_code: &str, node: Uuid) -> String {
    format!("{}/elements/{node}", path(contract_code))
}

/// A gesture that changed a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodePast {
    /// When; none when it stood there before the history was kept.
    pub at: Option<Moment>,
    /// Who did it, as the journal names her: for the back office only.
    pub author: String,
    /// What was done, in French.
    pub what: &'static str,
    /// Why, or nothing.
    pub why: String,
    /// The reference it then had.
    pub code: String,
    /// The title it then had.
    pub title: String,
    /// Whether it was then taken out.
    pub is_removed: bool,
}

/// The history of a node, the last gesture first; it is told of nodes that are gone too.
///
/// # Errors
/// The database failed.
pub async fn node_history(tx: &mut Tx, node: Uuid) -> Result<Vec<NodePast>> {
    let told = store::history::of_node(tx, node).await?.into_iter().map(|(change, version)| NodePast {
        at: Some(change.made_at).filter(|at| at.0 > 0),
        author: change.author,
        what: change.kind.french(),
        why: change.why,
        code: version.node.text.code,
        title: version.node.text.title,
        is_removed: version.is_removed,
    });
    Ok(told.collect())
}

/// What something tied to a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TieKind {
    /// An action sheet carries it.
    Sheet,
    /// It answers a need.
    Need,
}

/// Something tied to a node, for whoever reads the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeTie {
    /// The node.
    pub node: Uuid,
    /// What it is.
    pub kind: TieKind,
    /// What it is called.
    pub label: String,
    /// Where it is read; empty when this reader may only know that it is there.
    pub path: String,
    /// How far it is, in French; empty when there is nothing to say.
    pub status: String,
}

/// What is tied to the nodes of a contract, as this actor may read it.
pub type NodeTies = for<'a> fn(&'a mut Tx, &'a Actor, Uuid) -> Boxed<'a, Result<Vec<NodeTie>>>;

static NODE_TIES: OnceLock<NodeTies> = OnceLock::new();

/// Told once, at start, by whoever knows every slice: what carries a node, and what it answers.
pub fn tell_node_ties(ties: NodeTies) {
    let _ = NODE_TIES.set(ties);
}

/// What is tied to the nodes of a contract; nothing when nobody was told.
pub(crate) async fn node_ties(tx: &mut Tx, actor: &Actor, contract: Uuid) -> Result<Vec<NodeTie>> {
    match NODE_TIES.get() {
        Some(ask) => ask(tx, actor, contract).await,
        None => Ok(Vec::new()),
    }
}

/// What awaits this person here: signatures that no source says yet.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor) -> Result<Vec<Awaited>> {
    if !actor.may_somewhere(&crate::acts::AMEND).is_allowed() {
        return Ok(Vec::new());
    }
    let open = store::signatory::to_confirm(tx).await?;
    let hers = open.into_iter().filter(|(id, ..)| actor.may(&crate::acts::AMEND, &Scope::contract(*id)).is_allowed());
    Ok(hers
        .map(|(id, title, number)| {
            let whose = french::count(number, "signataire", "signataires");
            Awaited::new(format!("Confirmer la signature de {whose}"), title, format!("/gestion/contrats/{id}"))
        })
        .collect())
}
