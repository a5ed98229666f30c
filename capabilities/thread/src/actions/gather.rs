//! From ends of links to things with a name and a place to be read.

use std::collections::HashMap;

use applications::facade::ProjectTold;
use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Actor, Cents, Uuid};
use lineage::{End, Kind, Link, Thread, Walk};
use listening::facade::{NeedTold, ProposalLine};
use plan::facade::ActionStatus;
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
    /// What is known of it now.
    pub known: Known,
    /// The word by which its thread is found in addresses.
    pub reference: String,
    /// Its contract, when it belongs to one.
    pub contract: Option<Uuid>,
}

/// What is known of something now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// Nothing to tell.
    #[default]
    Nothing,
    /// A need that will not be answered: since when, and why.
    Refused(Date, String),
    /// Where an action stands.
    Stands {
        /// Its state.
        status: ActionStatus,
        /// Since when.
        since: Date,
        /// According to what, or nothing.
        source: String,
        /// Whether only agents read it.
        is_draft: bool,
    },
    /// A project for which money is asked.
    Asked {
        /// What was granted, by funder and year, once its carrier knows; none before.
        granted: Option<Vec<(String, i64, Cents)>>,
    },
}

/// Names things, one by one: a thread meets few of the needs, leads and contracts there are. What a page meets again is
/// read once.
pub struct Resolver {
    needs: HashMap<Uuid, NeedTold>,
    contracts: HashMap<Uuid, ContractBrief>,
    /// The agent who reads: drafts she may read and what has no public page may be named. Nobody outside.
    reader: Option<Actor>,
}

impl Resolver {
    /// For anybody.
    pub fn public() -> Self {
        Self { needs: HashMap::new(), contracts: HashMap::new(), reader: None }
    }

    /// For that agent.
    pub fn inside(reader: &Actor) -> Self {
        Self { reader: Some(reader.clone()), ..Self::public() }
    }

    async fn need_told(&mut self, tx: &mut Tx, id: Uuid) -> Result<Option<NeedTold>> {
        if !self.needs.contains_key(&id) {
            self.needs.extend(listening::facade::need_told(tx, id).await?.map(|need| (id, need)));
        }
        Ok(self.needs.get(&id).cloned())
    }

    async fn contract(&mut self, tx: &mut Tx, id: Uuid) -> Result<Option<&ContractBrief>> {
        if !self.contracts.contains_key(&id) {
            self.contracts.extend(strategy::facade::contract(tx, id).await?.map(|contract| (id, contract)));
        }
        Ok(self.contracts.get(&id))
    }

    /// What an end is called; nothing when it is gone, or not for this reader.
    ///
    /// # Errors
    /// The database failed.
    pub async fn object(&mut self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        Ok(match end.kind {
            Kind::Need => match self.need_told(tx, end.id).await? {
                Some(need) => Some(need_object(tx, &need).await?),
                None => None,
            },
            Kind::Lead => listening::facade::proposal(tx, end.id).await?.map(|lead| self.lead(&lead)),
            Kind::Objective => match strategy::facade::node(tx, end.id).await? {
                Some(node) => Some(self.objective(tx, &node).await?),
                None => None,
            },
            Kind::Sheet => {
                plan::facade::sheet_brief(tx, end.id, self.reader.as_ref()).await?.map(|sheet| self.sheet(&sheet))
            }
            Kind::Application => {
                let told = applications::facade::project_told(tx, end.id, self.reader.as_ref()).await?;
                told.map(|project| Self::project(&project))
            }
            kind if self.reader.is_some() => Some(Object {
                end,
                name: kind.french().to_owned(),
                title: String::new(),
                href: None,
                known: Known::Nothing,
                reference: end.id.to_string(),
                contract: None,
            }),
            _ => None,
        })
    }

    fn lead(&self, lead: &ProposalLine) -> Object {
        Object {
            end: End::new(Kind::Lead, lead.id),
            name: format!("Piste {}", lead.code),
            title: lead.label.clone(),
            href: self.reader.is_some().then(|| format!("/gestion/ecoute/pistes/{}", lead.id)),
            known: Known::Nothing,
            reference: lead.code.clone(),
            contract: None,
        }
    }

    async fn objective(&mut self, tx: &mut Tx, node: &NodeBrief) -> Result<Object> {
        let contract = self.contract(tx, node.contract).await?;
        Ok(Object {
            end: End::new(Kind::Objective, node.id),
            name: format!("{} {}", node.level, node.code),
            title: node.title.clone(),
            href: contract.map(|contract| strategy::facade::node_path(&contract.code, node.id)),
            known: Known::Nothing,
            reference: node.id.to_string(),
            contract: Some(node.contract),
        })
    }

    fn sheet(&self, sheet: &plan::facade::SheetBrief) -> Object {
        let (href, reference) = match sheet.is_published {
            true => (plan::facade::path(&sheet.address), sheet.address.clone()),
            false => (plan::facade::back_office_path(sheet.id), sheet.id.to_string()),
        };
        let known = Known::Stands {
            status: sheet.status,
            since: sheet.since,
            source: sheet.source.clone(),
            is_draft: !sheet.is_published,
        };
        Object {
            end: End::new(Kind::Sheet, sheet.id),
            name: format!("Action {}", sheet.code),
            title: sheet.title.clone(),
            href: Some(href),
            known,
            reference,
            contract: Some(sheet.contract),
        }
    }

    /// A project asked for: everybody reads what was granted once its carrier is told; agents who read its application, that
    /// it is there.
    fn project(told: &ProjectTold) -> Object {
        let name = match &told.path {
            Some(_) => format!("Projet {}, {}", told.number, told.carrier),
            None => format!("Projet de {}", told.carrier),
        };
        Object {
            end: End::new(Kind::Application, told.id),
            name,
            title: told.title.clone(),
            href: told.path.clone(),
            known: Known::Asked { granted: told.is_public.then(|| told.granted.clone()) },
            reference: told.id.to_string(),
            contract: Some(told.contract),
        }
    }

    /// What an address speaks of: a code, a public address, or an identifier.
    ///
    /// # Errors
    /// The database failed.
    pub async fn named(&mut self, tx: &mut Tx, kind: Kind, reference: &str) -> Result<Option<Object>> {
        let id: Option<Uuid> = match kind {
            Kind::Need => listening::facade::need_told_by_code(tx, reference).await?.map(|need| {
                let id = need.line.id;
                self.needs.insert(id, need);
                id
            }),
            Kind::Lead => listening::facade::proposal_by_code(tx, reference).await?.map(|lead| lead.id),
            Kind::Sheet => plan::facade::published(tx, reference).await?.map(|sheet| sheet.id),
            _ => None,
        };
        let Some(id) = id.or_else(|| reference.parse().ok()) else { return Ok(None) };
        self.object(tx, End::new(kind, id)).await
    }
}

/// A need with the refusal that stands, if any.
async fn need_object(tx: &mut Tx, need: &NeedTold) -> Result<Object> {
    let code = &need.line.code;
    let refusal = store::reply::of_need(tx, need.line.id).await?;
    let known = refusal.map(|reply| Known::Refused(reply.told_on, reply.reason));
    Ok(Object {
        end: End::new(Kind::Need, need.line.id),
        name: format!("Besoin {code}"),
        title: need.line.label.clone(),
        href: Some(format!("/besoins/{code}")),
        known: known.unwrap_or_default(),
        reference: code.clone(),
        contract: None,
    })
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
    let met = std::iter::once(&start).chain(steps.iter().map(|(object, _)| object));
    let heard = met.filter_map(|object| resolver.needs.get(&object.end.id)).cloned().collect();
    Ok(Stretch { start, steps, left, heard })
}
