//! From ends of links to things with a name and a place to be read.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use agreements::facade::AgreementTold;
use applications::facade::ProjectTold;
use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::text::shorten;
use kernel::{Actor, Cents, Uuid};
use lineage::{End, Kind, Link, Thread, Walk};
use listening::facade::{NeedTold, ProposalLine, words};
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
    /// Where words were heard, and from whom: a category, never a name.
    Heard(String),
    /// Evidence that proves nothing any more, and why: inside only.
    Withdrawn(String),
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
        /// What was granted, by funder and year, once its carrier knows; none before. Each with its funding.
        granted: Option<Vec<(Uuid, String, i64, Cents)>>,
    },
    /// Money, told in a sentence, with the page where it is followed.
    Money(String, Option<String>),
}

/// Names things, one by one: a thread meets few of the needs, leads and contracts there are. What a page meets again is
/// read once.
pub struct Resolver {
    needs: HashMap<Uuid, NeedTold>,
    contracts: HashMap<Uuid, ContractBrief>,
    /// Names of the neighbourhoods, once one was met.
    areas: HashMap<Uuid, String>,
    pub(super) agreements: HashMap<Uuid, Option<AgreementTold>>,
    /// The agent who reads: drafts she may read and what has no public page may be named. Nobody outside.
    pub(super) reader: Option<Actor>,
    /// The day it is, in the town.
    pub(super) today: (Date, TimeZone),
}

impl Resolver {
    /// For anybody, on a day.
    pub fn public(today: (Date, TimeZone)) -> Self {
        let (needs, contracts, areas, agreements) = (HashMap::new(), HashMap::new(), HashMap::new(), HashMap::new());
        Self { needs, contracts, areas, agreements, reader: None, today }
    }

    /// For that agent.
    pub fn inside(reader: &Actor, today: (Date, TimeZone)) -> Self {
        Self { reader: Some(reader.clone()), ..Self::public(today) }
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

    /// Whether this reader may know anything of that kind: notes and findings, for one, are read inside only.
    pub const fn may_tell(&self, kind: Kind) -> bool {
        self.reader.is_some() || !matches!(kind, Kind::Note | Kind::Finding)
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
            Kind::Evidence => self.evidence(tx, end).await?,
            Kind::Verbatim => self.words(tx, end).await?,
            Kind::Note | Kind::Finding => self.heard(tx, end).await?,
            Kind::LandlordAction => self.landlord_action(tx, end).await?,
            Kind::FundProject => self.fund_project(tx, end).await?,
            Kind::Decision => self.decision(tx, end).await?,
            Kind::Agreement => self.agreement(tx, end).await?,
            Kind::Payment => self.payment(tx, end).await?,
            Kind::Report | Kind::Result => self.report(tx, end).await?,
        })
    }

    /// Evidence of a need: anybody reads what the page of the need prints.
    async fn evidence(&mut self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        let Some(one) = words::evidence_told(tx, end.id, self.reader.as_ref()).await? else { return Ok(None) };
        if let Entry::Vacant(place) = self.areas.entry(one.area) {
            let area = territory::facade::area(tx, one.area).await?;
            place.insert(area.map(|area| area.name).unwrap_or_default());
        }
        let day = one.heard_on.map(kernel::french::date).unwrap_or_default();
        let area = self.areas.get(&one.area).cloned().unwrap_or_default();
        let about: Vec<String> = [one.heard, area, day].into_iter().filter(|told| !told.is_empty()).collect();
        let known = one.withdrawn.map_or_else(|| Known::Heard(about.join(", ")), Known::Withdrawn);
        Ok(Some(Object {
            href: if one.is_open { Some(words::evidence_path(one.id)) } else { one.public },
            known,
            ..said(end, (&format!("Preuve {}", one.code), &one.said), one.code)
        }))
    }

    /// A resident's words, masked: anybody reads them once they are told as evidence.
    async fn words(&mut self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        let told = corpus::facade::words_told(tx, end.id, self.reader.as_ref()).await?;
        Ok(told.map(|one| Object {
            href: one.is_open.then(|| corpus::facade::verbatim_path(one.id)),
            ..said(end, ("Parole", &one.words), end.id.to_string())
        }))
    }

    /// A note or a finding: agents who read those of its gathering, what may name somebody masked.
    async fn heard(&mut self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        let Some(reader) = self.reader.clone() else { return Ok(None) };
        let told = match end.kind {
            Kind::Note => meetings::facade::note_told(tx, &reader, end.id).await?,
            _ => meetings::facade::finding_told(tx, &reader, end.id).await?,
        };
        Ok(told.map(|one| {
            let day = one.held_on.map(kernel::french::date);
            let about: Vec<String> = std::iter::once(one.gathering).chain(day).collect();
            Object {
                href: Some(one.path),
                known: Known::Heard(about.join(", ")),
                ..said(end, (end.kind.french(), &one.words), end.id.to_string())
            }
        }))
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
        let name = match (&told.path, told.carrier == applications::facade::A_PERSON) {
            (Some(_), _) => format!("Projet {}, {}", told.number, told.carrier),
            (None, true) => "Projet d’une personne".to_owned(),
            (None, false) => format!("Projet de {}", told.carrier),
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
            Kind::Evidence => words::evidence_of_code(tx, reference).await?,
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

/// Longest quotation of a thread, in signs: the whole words are on the page they lead to.
const LONGEST_WORDS: usize = 240;

/// Something that was said, under its name.
fn said(end: End, (name, words): (&str, &str), reference: String) -> Object {
    Object {
        end,
        name: name.to_owned(),
        title: shorten(words, LONGEST_WORDS),
        href: None,
        known: Known::Nothing,
        reference,
        contract: None,
    }
}

/// A thread, each object named. What this reader may not know is not there; what led to it still is.
pub struct Stretch {
    /// Where it starts.
    pub start: Object,
    /// What led there and what it led to, with the link followed, in the order of the thread.
    pub steps: Vec<(Object, Link)>,
    /// Objects of the thread some links of which were not followed, with how many they have of each kind: read apart.
    pub left: HashMap<Uuid, Vec<(Kind, i64)>>,
    /// Pieces of evidence, channels and neighbourhoods behind each need met.
    pub heard: Vec<NeedTold>,
}

/// The whole thread around an object, as this reader may know it.
///
/// # Errors
/// The database failed.
pub async fn stretch(tx: &mut Tx, resolver: &mut Resolver, start: Object) -> Result<Stretch> {
    let Thread { before, after, left_before, left_after } = lineage::thread(tx, start.end.id, Walk::PAGE).await?;
    let mut steps = Vec::new();
    for step in before.into_iter().chain(after) {
        if let Some(object) = resolver.object(tx, step.end).await? {
            steps.push((object, step.by));
        }
    }
    steps.sort_by(|(one, by), (other, than)| {
        (one.end.kind, by.made_at, &one.name).cmp(&(other.end.kind, than.made_at, &other.name))
    });
    let met = || std::iter::once(&start).chain(steps.iter().map(|(object, _)| object));
    let mut left: HashMap<Uuid, Vec<(Kind, i64)>> = HashMap::new();
    for ((id, _), is_before) in
        left_before.iter().map(|one| (one, true)).chain(left_after.iter().map(|one| (one, false)))
    {
        let Some(end) = met().map(|object| object.end).find(|end| end.id == *id) else { continue };
        let kinds = lineage::kinds(tx, *id).await?.into_iter();
        let cut = kinds.filter(|(kind, _)| (*kind < end.kind) == is_before && resolver.may_tell(*kind));
        left.entry(*id).or_default().extend(cut);
    }
    let heard = met().filter_map(|object| resolver.needs.get(&object.end.id)).cloned().collect();
    Ok(Stretch { start, steps, left, heard })
}

/// One page of the links of an object with one kind.
pub struct Links {
    /// What it is tied to, as this reader may know it, the oldest link first.
    pub lines: Vec<(Object, Link)>,
    /// Links of this page that lead to nothing this reader may know.
    pub kept_back: i64,
    /// How many links there are.
    pub count: i64,
}

/// Links read on one page.
pub const ON_A_PAGE: u32 = 30;

/// One page of the links of an object with one kind; the first page is 1.
///
/// # Errors
/// The database failed.
pub async fn links(tx: &mut Tx, resolver: &mut Resolver, (of, kind): (End, Kind), page: u32) -> Result<Option<Links>> {
    let count = lineage::kinds(tx, of.id).await?.into_iter().find(|(known, _)| *known == kind).map(|(_, count)| count);
    let Some(count) = count.filter(|_| resolver.may_tell(kind)) else { return Ok(None) };
    let offset = i64::from(page.saturating_sub(1)) * i64::from(ON_A_PAGE);
    let mut found = Links { lines: Vec::new(), kept_back: 0, count };
    for link in lineage::of_kind(tx, of, kind, (i64::from(ON_A_PAGE), offset)).await? {
        let end = if kind < of.kind { link.from } else { link.to };
        match resolver.object(tx, end).await? {
            Some(object) => found.lines.push((object, link)),
            None => found.kept_back += 1,
        }
    }
    Ok(Some(found))
}
