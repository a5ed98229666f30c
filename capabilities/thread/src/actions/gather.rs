//! From ends of links to things with a name and a place to be read.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use database::{Result, Tx};
use kernel::{Uuid, french};
use lineage::{End, Kind, Link, Thread, Walk};
use listening::facade::{NeedTold, ProposalBrief};
use strategy::facade::{ContractBrief, NodeBrief};

use crate::store;

/// Something on the thread, as this reader may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Which.
    pub end: End,
    /// What it is called: « B05 », « Objectif O03 ».
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where it is read; none when it has no page of its own for this reader.
    pub href: Option<String>,
    /// What is known of it now, in a sentence, or nothing.
    pub state: String,
    /// The word by which its thread is found in addresses.
    pub reference: String,
    /// Its contract, when it belongs to one.
    pub contract: Option<Uuid>,
}

/// Names things. What one page needs again and again is read once.
pub struct Resolver {
    needs: Vec<NeedTold>,
    leads: Vec<ProposalBrief>,
    contracts: Vec<ContractBrief>,
    nodes: HashMap<Uuid, Vec<NodeBrief>>,
    refusals: HashMap<Uuid, store::reply::Reply>,
    /// Whether drafts and what has no public page may be named.
    is_inside: bool,
}

impl Resolver {
    /// # Errors
    /// The database failed.
    pub async fn load(tx: &mut Tx, is_inside: bool) -> Result<Self> {
        let refusals = store::reply::all(tx).await?.into_iter().map(|reply| (reply.need, reply)).collect();
        Ok(Self {
            needs: listening::facade::needs_told(tx).await?,
            leads: listening::facade::proposals(tx).await?,
            contracts: strategy::facade::contracts(tx).await?,
            nodes: HashMap::new(),
            refusals,
            is_inside,
        })
    }

    /// Needs, with what they stand on.
    pub fn needs(&self) -> &[NeedTold] {
        &self.needs
    }

    /// Every node of every contract, with the title of its contract: to choose from.
    ///
    /// # Errors
    /// The database failed.
    pub async fn all_nodes(&mut self, tx: &mut Tx) -> Result<Vec<(NodeBrief, String)>> {
        let mut all = Vec::new();
        for contract in self.contracts.clone() {
            let nodes = self.nodes_of(tx, contract.id).await?;
            all.extend(nodes.iter().map(|node| (node.clone(), contract.title.clone())));
        }
        Ok(all)
    }

    async fn nodes_of(&mut self, tx: &mut Tx, contract: Uuid) -> Result<&[NodeBrief]> {
        Ok(match self.nodes.entry(contract) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(room) => room.insert(strategy::facade::nodes(tx, contract).await?),
        })
    }

    async fn node(&mut self, tx: &mut Tx, id: Uuid) -> Result<Option<NodeBrief>> {
        let known = self.nodes.values().flatten().find(|node| node.id == id).cloned();
        if known.is_some() {
            return Ok(known);
        }
        let Some(found) = strategy::facade::node(tx, id).await? else { return Ok(None) };
        self.nodes_of(tx, found.contract).await?;
        Ok(Some(found))
    }

    /// What an end is called; nothing when it is gone, or not for this reader.
    ///
    /// # Errors
    /// The database failed.
    pub async fn object(&mut self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        Ok(match end.kind {
            Kind::Need => self.needs.iter().find(|need| need.line.id == end.id).map(|need| self.need(need)),
            Kind::Lead => self.leads.iter().find(|lead| lead.id == end.id).map(|lead| self.lead(lead)),
            Kind::Objective => self.node(tx, end.id).await?.map(|node| self.objective(&node)),
            Kind::Sheet => plan::facade::sheet_brief(tx, end.id, self.is_inside).await?.map(|sheet| self.sheet(&sheet)),
            kind if self.is_inside => Some(Object {
                end,
                name: kind.french().to_owned(),
                title: String::new(),
                href: None,
                state: String::new(),
                reference: end.id.to_string(),
                contract: None,
            }),
            _ => None,
        })
    }

    fn need(&self, need: &NeedTold) -> Object {
        let code = &need.line.code;
        let state = self
            .refusals
            .get(&need.line.id)
            .map(|reply| format!("Réponse négative du {} : {}", french::date(reply.told_on), reply.reason));
        Object {
            end: End::new(Kind::Need, need.line.id),
            name: format!("Besoin {code}"),
            title: need.line.label.clone(),
            href: Some(format!("/besoins/{code}")),
            state: state.unwrap_or_default(),
            reference: code.clone(),
            contract: None,
        }
    }

    fn lead(&self, lead: &ProposalBrief) -> Object {
        Object {
            end: End::new(Kind::Lead, lead.id),
            name: format!("Piste {}", lead.code),
            title: lead.label.clone(),
            href: self.is_inside.then(|| format!("/gestion/ecoute/pistes/{}", lead.id)),
            state: String::new(),
            reference: lead.code.clone(),
            contract: None,
        }
    }

    fn objective(&self, node: &NodeBrief) -> Object {
        let contract = self.contracts.iter().find(|one| one.id == node.contract);
        Object {
            end: End::new(Kind::Objective, node.id),
            name: format!("{} {}", node.level, node.code),
            title: node.title.clone(),
            href: contract.map(|contract| strategy::facade::node_path(&contract.code, node.id)),
            state: String::new(),
            reference: node.id.to_string(),
            contract: Some(node.contract),
        }
    }

    fn sheet(&self, sheet: &plan::facade::SheetBrief) -> Object {
        let since = format!("{} depuis le {}", sheet.status.french(), french::date(sheet.since));
        let source = if sheet.source.is_empty() { String::new() } else { format!(", source : {}", sheet.source) };
        let (href, state, reference) = if sheet.is_published {
            (plan::facade::path(&sheet.address), format!("{since}{source}"), sheet.address.clone())
        } else {
            let state = format!("Brouillon. {since}{source}");
            (plan::facade::back_office_path(sheet.id), state, sheet.id.to_string())
        };
        Object {
            end: End::new(Kind::Sheet, sheet.id),
            name: format!("Action {}", sheet.code),
            title: sheet.title.clone(),
            href: Some(href),
            state,
            reference,
            contract: Some(sheet.contract),
        }
    }

    /// What an address speaks of: a code, a public address, or an identifier.
    ///
    /// # Errors
    /// The database failed.
    pub async fn named(&mut self, tx: &mut Tx, kind: Kind, reference: &str) -> Result<Option<Object>> {
        let id: Option<Uuid> = match kind {
            Kind::Need => self.needs.iter().find(|need| need.line.code == reference).map(|need| need.line.id),
            Kind::Lead => self.leads.iter().find(|lead| lead.code == reference).map(|lead| lead.id),
            Kind::Sheet => plan::facade::published(tx, reference).await?.map(|sheet| sheet.id),
            _ => None,
        };
        let Some(id) = id.or_else(|| reference.parse().ok()) else { return Ok(None) };
        self.object(tx, End::new(kind, id)).await
    }
}

/// A thread, each object named. What this reader may not know is not there; what led to it still is.
pub struct Stretch {
    /// Where it starts.
    pub start: Object,
    /// What led there and what it led to, with the link followed, in the order of the thread.
    pub steps: Vec<(Object, Link)>,
    /// How many links a page cannot say.
    pub left: i64,
    /// Pieces of evidence, channels and neighbourhoods behind each need met.
    pub heard: Vec<NeedTold>,
}

/// The whole thread around an object, as this reader may know it.
///
/// # Errors
/// The database failed.
pub async fn stretch(tx: &mut Tx, resolver: &mut Resolver, start: Object) -> Result<Stretch> {
    let Thread { before, after, left_before, left_after } = lineage::thread(tx, start.end.id, Walk::PAGE).await?;
    let left = left_before.iter().chain(&left_after).map(|(_, count)| count).sum();
    let mut steps = Vec::new();
    for step in before.into_iter().chain(after) {
        if let Some(object) = resolver.object(tx, step.end).await? {
            steps.push((object, step.by));
        }
    }
    steps.sort_by(|(one, by), (other, than)| {
        (one.end.kind, by.made_at, &one.name).cmp(&(other.end.kind, than.made_at, &other.name))
    });
    let met = |id: Uuid| start.end.id == id || steps.iter().any(|(object, _)| object.end.id == id);
    let heard = resolver.needs.iter().filter(|need| met(need.line.id)).cloned().collect();
    Ok(Stretch { start, steps, left, heard })
}
