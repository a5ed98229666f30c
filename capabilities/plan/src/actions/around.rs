//! What surrounds the plan of a contract: its terms, its tree, its neighbourhoods, the needs that were heard.

use database::{Result, Tx};
use kernel::Uuid;
use listening::facade::NeedLine;
use strategy::facade::ContractBrief;
use territory::facade::Area;

use crate::rules::Sheet;

/// An element of the tree, as sheets name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// Which.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The name of its level: « Objectif ».
    pub level: String,
    /// The element it stands under.
    pub parent: Option<Uuid>,
    /// Whether it crosses the whole tree.
    pub is_lens: bool,
}

impl Objective {
    /// « O05 Quartiers apaisés ».
    pub fn name(&self) -> String {
        format!("{} {}", self.code, self.title)
    }
}

/// A lens sheets are read through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What a sheet keeps: the identifier of a transversal node, or the code of a view of public policy.
    pub key: String,
    /// The short name addresses and files use.
    pub code: String,
    /// What screens say.
    pub label: String,
}

/// What surrounds the plan of a contract.
#[derive(Clone, Debug)]
pub struct Around {
    /// The contract.
    pub contract: ContractBrief,
    /// Its tree, in order.
    pub nodes: Vec<Objective>,
    /// Its lenses: transversal nodes, then views of public policy.
    pub lenses: Vec<Seen>,
    /// Its neighbourhoods, in display order.
    pub areas: Vec<Area>,
    /// Every need, in order; only those of the sheet around one that is read.
    pub needs: Vec<NeedLine>,
}

impl Around {
    /// An element of the tree.
    pub fn node(&self, id: Option<Uuid>) -> Option<&Objective> {
        self.nodes.iter().find(|node| Some(node.id) == id)
    }

    /// Elements at the top of the tree.
    pub fn strategic(&self) -> impl Iterator<Item = &Objective> {
        self.nodes.iter().filter(|node| !node.is_lens && node.parent.is_none())
    }

    /// Elements under others; every element of a tree of one level.
    pub fn operational(&self) -> impl Iterator<Item = &Objective> {
        let is_flat = self.nodes.iter().all(|node| node.is_lens || node.parent.is_none());
        self.nodes.iter().filter(move |node| !node.is_lens && (is_flat || node.parent.is_some()))
    }

    /// What a lens is called.
    pub fn lens(&self, key: &str) -> Option<&str> {
        self.lenses.iter().find(|lens| lens.key == key).map(|lens| lens.label.as_str())
    }

    /// A neighbourhood of the contract.
    pub fn area(&self, id: Uuid) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// A need.
    pub fn need(&self, id: Uuid) -> Option<&NeedLine> {
        self.needs.iter().find(|need| need.id == id)
    }
}

/// Elements of the tree of a contract, in order.
///
/// # Errors
/// The database failed.
pub async fn objectives(tx: &mut Tx, contract: Uuid) -> Result<Vec<Objective>> {
    let nodes = strategy::facade::nodes(tx, contract).await?;
    Ok(nodes
        .into_iter()
        .map(|node| Objective {
            id: node.id,
            code: node.code,
            title: node.title,
            level: node.level,
            parent: node.parent,
            is_lens: node.is_transversal,
        })
        .collect())
}

/// Lenses of a contract whose tree this is.
///
/// # Errors
/// The database failed.
pub async fn lenses(tx: &mut Tx, contract: Uuid, nodes: &[Objective]) -> Result<Vec<Seen>> {
    let axes = nodes.iter().filter(|node| node.is_lens);
    let axes = axes.map(|node| Seen { key: node.id.to_string(), code: node.code.clone(), label: node.title.clone() });
    let views = strategy::facade::lenses(tx, contract).await?;
    let views = views.into_iter().map(|lens| Seen { key: lens.code.clone(), code: lens.code, label: lens.label });
    Ok(axes.chain(views).collect())
}

/// What surrounds the plan of a contract; nothing when there is no such contract.
///
/// # Errors
/// The database failed.
pub async fn around(tx: &mut Tx, contract: Uuid) -> Result<Option<Around>> {
    let needs = listening::facade::needs(tx).await?;
    with(tx, contract, needs).await
}

/// What surrounds a sheet that is read; nothing when its contract is not there.
///
/// # Errors
/// The database failed.
pub async fn around_sheet(tx: &mut Tx, sheet: &Sheet) -> Result<Option<Around>> {
    let needs = listening::facade::needs_among(tx, &sheet.text.needs).await?;
    with(tx, sheet.contract, needs).await
}

async fn with(tx: &mut Tx, contract: Uuid, needs: Vec<NeedLine>) -> Result<Option<Around>> {
    let Some(contract) = strategy::facade::contract(tx, contract).await? else { return Ok(None) };
    let areas = territory::facade::areas_among(tx, &contract.area_ids).await?;
    let nodes = objectives(tx, contract.id).await?;
    let lenses = lenses(tx, contract.id, &nodes).await?;
    Ok(Some(Around { contract, nodes, lenses, areas, needs }))
}
