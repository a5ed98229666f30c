//! From ends of links to things with a name and a place to be read.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use agreements::facade::AgreementTold;
use applications::facade::ProjectTold;
use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::text::shorten;
use kernel::{Actor, Uuid, french};
use lineage::{End, Kind};
use listening::facade::words::{self, EvidenceTold};
use listening::facade::{NeedTold, ProposalLine};
use meetings::facade::HeardTold;
use strategy::facade::{ContractBrief, NodeBrief};

use super::gather::{Known, Object};
use crate::store;
use crate::store::reply::Reply;

/// Names things, those of a kind read together: a thread meets few of the needs, leads and contracts there are. What a page
/// meets again is read once.
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

    /// Whether this reader may know anything of that kind: notes and findings, for one, are read inside only.
    pub const fn may_tell(&self, kind: Kind) -> bool {
        self.reader.is_some() || !matches!(kind, Kind::Note | Kind::Finding)
    }

    /// A need that was met, with what it stands on.
    pub fn need_met(&self, id: Uuid) -> Option<&NeedTold> {
        self.needs.get(&id)
    }

    /// What an end is called; nothing when it is gone, or not for this reader.
    ///
    /// # Errors
    /// The database failed.
    pub async fn object(&mut self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        Ok(self.objects(tx, &[end]).await?.remove(&end))
    }

    /// What these ends are called, those of a kind read together; what is gone, or not for this reader, is left out.
    ///
    /// # Errors
    /// The database failed.
    pub async fn objects(&mut self, tx: &mut Tx, ends: &[End]) -> Result<HashMap<End, Object>> {
        let mut kinds: BTreeMap<Kind, Vec<Uuid>> = BTreeMap::new();
        for end in ends {
            let ids = kinds.entry(end.kind).or_default();
            if !ids.contains(&end.id) {
                ids.push(end.id);
            }
        }
        let mut found = HashMap::with_capacity(ends.len());
        for (kind, ids) in kinds {
            let named = self.of_kind(tx, kind, &ids).await?;
            found.extend(named.into_iter().map(|object| (object.end, object)));
        }
        Ok(found)
    }

    async fn of_kind(&mut self, tx: &mut Tx, kind: Kind, ids: &[Uuid]) -> Result<Vec<Object>> {
        let reader = self.reader.clone();
        let reader = reader.as_ref();
        Ok(match kind {
            Kind::Need => self.needs(tx, ids).await?,
            Kind::Lead => {
                let all = listening::facade::proposals_among(tx, ids).await?;
                all.iter().map(|lead| self.lead(lead)).collect()
            }
            Kind::Objective => {
                let all = strategy::facade::nodes_among(tx, ids).await?;
                self.objectives(tx, all).await?
            }
            Kind::Sheet => {
                let all = plan::facade::sheets_among(tx, ids, reader).await?;
                all.iter().map(Self::sheet).collect()
            }
            Kind::Evidence => {
                let all = words::evidence_told(tx, ids, reader).await?;
                self.evidence(tx, all).await?
            }
            Kind::Verbatim => {
                let all = corpus::facade::words_told(tx, ids, reader).await?;
                let told = |one: corpus::facade::WordsTold| Object {
                    href: one.is_open.then(|| corpus::facade::verbatim_path(one.id)),
                    ..said(End::new(kind, one.id), ("Parole", &one.words), one.id.to_string())
                };
                all.into_iter().map(told).collect()
            }
            Kind::Note | Kind::Finding => {
                let all = match (reader, kind) {
                    (None, _) => Vec::new(),
                    (Some(reader), Kind::Note) => meetings::facade::notes_told(tx, reader, ids).await?,
                    (Some(reader), _) => meetings::facade::findings_told(tx, reader, ids).await?,
                };
                all.into_iter().map(|one| heard(kind, one)).collect()
            }
            _ => {
                // What money is behind is told with all of it: each by itself, and there are few.
                let mut all = Vec::with_capacity(ids.len());
                for id in ids {
                    all.extend(self.with_money(tx, End::new(kind, *id)).await?);
                }
                all
            }
        })
    }

    async fn with_money(&mut self, tx: &mut Tx, end: End) -> Result<Option<Object>> {
        match end.kind {
            Kind::Application => {
                let told = applications::facade::project_told(tx, end.id, self.reader.as_ref()).await?;
                Ok(told.map(|project| Self::project(&project)))
            }
            Kind::LandlordAction => self.landlord_action(tx, end).await,
            Kind::FundProject => self.fund_project(tx, end).await,
            Kind::Decision => self.decision(tx, end).await,
            Kind::Agreement => self.agreement(tx, end).await,
            Kind::Payment => self.payment(tx, end).await,
            _ => self.report(tx, end).await,
        }
    }

    /// Needs, each with the refusal that stands, if any.
    async fn needs(&mut self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Object>> {
        let unmet: Vec<Uuid> = ids.iter().copied().filter(|id| !self.needs.contains_key(id)).collect();
        let told = listening::facade::needs_told_among(tx, &unmet).await?;
        self.needs.extend(told.into_iter().map(|need| (need.line.id, need)));
        let mut refusals: HashMap<Uuid, Reply> =
            store::reply::of_needs(tx, ids).await?.into_iter().map(|reply| (reply.need, reply)).collect();
        let needs = ids.iter().filter_map(|id| self.needs.get(id));
        Ok(needs.map(|need| need_object(need, refusals.remove(&need.line.id))).collect())
    }

    /// Evidence of needs: anybody reads what the page of the need prints.
    async fn evidence(&mut self, tx: &mut Tx, all: Vec<EvidenceTold>) -> Result<Vec<Object>> {
        for one in &all {
            if let Entry::Vacant(gap) = self.areas.entry(one.area) {
                let area = territory::facade::area(tx, one.area).await?;
                gap.insert(area.map(|area| area.name).unwrap_or_default());
            }
        }
        let told = |one: EvidenceTold| {
            let day = one.heard_on.map(french::date).unwrap_or_default();
            let area = self.areas.get(&one.area).cloned().unwrap_or_default();
            let about: Vec<String> = [one.heard, area, day].into_iter().filter(|told| !told.is_empty()).collect();
            let known = one.withdrawn.map_or_else(|| Known::Heard(about.join(", ")), Known::Withdrawn);
            Object {
                href: if one.is_open { Some(words::evidence_path(one.id)) } else { one.public },
                known,
                ..said(End::new(Kind::Evidence, one.id), (&format!("Preuve {}", one.code), &one.said), one.code)
            }
        };
        Ok(all.into_iter().map(told).collect())
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

    async fn objectives(&mut self, tx: &mut Tx, all: Vec<NodeBrief>) -> Result<Vec<Object>> {
        for node in &all {
            if !self.contracts.contains_key(&node.contract) {
                let contract = strategy::facade::contract(tx, node.contract).await?;
                self.contracts.extend(contract.map(|contract| (node.contract, contract)));
            }
        }
        let told = |node: NodeBrief| Object {
            end: End::new(Kind::Objective, node.id),
            name: format!("{} {}", node.level, node.code),
            title: node.title,
            href: self
                .contracts
                .get(&node.contract)
                .map(|contract| strategy::facade::node_path(&contract.code, node.id)),
            known: Known::Nothing,
            reference: node.id.to_string(),
            contract: Some(node.contract),
        };
        Ok(all.into_iter().map(told).collect())
    }

    fn sheet(sheet: &plan::facade::SheetBrief) -> Object {
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
fn need_object(need: &NeedTold, refusal: Option<Reply>) -> Object {
    let code = &need.line.code;
    let known = refusal.map(|reply| Known::Refused(reply.told_on, reply.reason));
    Object {
        end: End::new(Kind::Need, need.line.id),
        name: format!("Besoin {code}"),
        title: need.line.label.clone(),
        href: Some(format!("/besoins/{code}")),
        known: known.unwrap_or_default(),
        reference: code.clone(),
        contract: None,
    }
}

/// A note or a finding, what may name somebody masked.
fn heard(kind: Kind, one: HeardTold) -> Object {
    let about: Vec<String> = std::iter::once(one.gathering).chain(one.held_on.map(french::date)).collect();
    Object {
        href: Some(one.path),
        known: Known::Heard(about.join(", ")),
        ..said(End::new(kind, one.id), (kind.french(), &one.words), one.id.to_string())
    }
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
