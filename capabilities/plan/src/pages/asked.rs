//! Filters read from an address, and written into one.

use database::Tx;
use kernel::Uuid;
use kernel::text::search_key;
use strategy::facade::ContractBrief;
use web::{Asked, Fault, answer};

use super::choosing::{self, Line, MOST, looked_for};
use crate::actions::{Objective, Seen, lenses, objectives};
use crate::rules::{Filters, Status};

/// Filters asked for, with what their codes name.
pub struct Narrowing {
    /// What the database is asked.
    pub filters: Filters,
    /// The contract asked for, or the only one there is.
    pub contract: Option<ContractBrief>,
    /// Its tree.
    pub nodes: Vec<Objective>,
    /// Its lenses.
    pub lenses: Vec<Seen>,
    /// The neighbourhood asked for.
    pub area: Option<territory::facade::Area>,
    /// The same filters in an address: `contrat=…&etat=…`, empty when there is none.
    pub query: String,
    /// What they say, in a few French words.
    pub told: Vec<String>,
    /// Words looked for among objectives, as a key of search: what they find is shown to choose from and narrows nothing.
    looked: String,
}

/// Objectives found in a large tree, each with the address that narrows the list to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundObjectives {
    /// What was found, in a sentence; nothing when nothing was looked for.
    pub told: String,
    /// Name, what it stands under, what is asked.
    pub lines: Vec<(String, String, String)>,
}

/// Elements of a tree named one by one on a page that lists sheets; past it, the top of the tree is, and leads to the rest.
const MOST_NODES: usize = 40;

/// The field of the words looked for among objectives.
const LOOK_FIELD: &str = "chercher-objectif";

/// Parameters that narrow a list, in the order of addresses.
const NAMES: [&str; 7] = ["contrat", "quartier", "objectif", "axe", "etat", "validation", "q"];

impl Narrowing {
    /// Reads an address. A code that names nothing is told as a page that does not exist.
    ///
    /// # Errors
    /// A code unknown; the database failed.
    pub async fn read(tx: &mut Tx, contracts: &[ContractBrief], asked: &Asked) -> Result<Self, Fault> {
        let mut filters = Filters { words: kernel::text::shorten(asked.text("q"), 100), ..Filters::default() };
        let mut told = Vec::new();
        let contract = match (asked.text("contrat"), contracts) {
            ("", [only]) => Some(only.clone()),
            ("", _) => None,
            (code, all) => Some(all.iter().find(|one| one.code == code).cloned().ok_or_else(Fault::not_found)?),
        };
        filters.contract = contract.as_ref().map(|one| one.id);
        if let Some(one) = contract.as_ref().filter(|_| !asked.text("contrat").is_empty()) {
            told.push(one.title.clone());
        }
        let (nodes, lenses) = match &contract {
            Some(one) => {
                let nodes = objectives(tx, one.id).await?;
                let lenses = lenses(tx, one.id, &nodes).await?;
                (nodes, lenses)
            }
            None => (Vec::new(), Vec::new()),
        };
        if !asked.text("objectif").is_empty() {
            let found = nodes.iter().find(|node| node.code == asked.text("objectif") && !node.is_lens);
            let found = found.ok_or_else(Fault::not_found)?;
            filters.node = Some(found.id);
            told.push(found.name());
        }
        if !asked.text("axe").is_empty() {
            let found = lenses.iter().find(|lens| lens.code == asked.text("axe")).ok_or_else(Fault::not_found)?;
            filters.lens = Some(found.key.clone());
            told.push(found.label.clone());
        }
        let area = match asked.text("quartier") {
            "" => None,
            code => Some(territory::facade::by_code(tx, code).await?.ok_or_else(Fault::not_found)?),
        };
        filters.area = area.as_ref().map(|area| area.id);
        told.extend(area.iter().map(|area| area.name.clone()));
        if !asked.text("etat").is_empty() {
            let status = Status::from_code(asked.text("etat")).ok_or_else(Fault::not_found)?;
            filters.status = Some(status);
            told.push(status.french().to_lowercase());
        }
        if !asked.text("validation").is_empty() {
            filters.is_proposed = true;
            told.push("proposées à la validation".to_owned());
        }
        if !filters.words.is_empty() {
            told.push(format!("« {} »", filters.words));
        }
        let looked = search_key(&kernel::text::shorten(asked.text(LOOK_FIELD), 100));
        let pairs = NAMES.iter().filter(|name| !asked.text(name).is_empty());
        let pairs: Vec<String> = pairs.map(|name| format!("{name}={}", answer::encode(asked.text(name)))).collect();
        Ok(Self { filters, contract, nodes, lenses, area, query: pairs.join("&"), told, looked })
    }

    /// The contract as an address writes it, when it must be written.
    pub fn contract_query(&self) -> String {
        self.contract.as_ref().map(|one| format!("contrat={}", answer::encode(&one.code))).unwrap_or_default()
    }

    /// An address with these filters.
    pub fn address(&self, path: &str) -> String {
        with_query(path, &self.query)
    }

    /// The same filters for an agent: her contract, the sheets she may read, and an address that always names the contract.
    pub fn inside(mut self, mine: &Filters, contract: &ContractBrief) -> Self {
        self.filters.contract = mine.contract;
        self.filters.within.clone_from(&mine.within);
        if self.query.is_empty() {
            self.query = format!("contrat={}", answer::encode(&contract.code));
        }
        self
    }

    /// An element of the tree.
    pub fn node(&self, id: Option<Uuid>) -> Option<&Objective> {
        self.nodes.iter().find(|node| Some(node.id) == id)
    }

    /// Whether there are too many objectives for a list: the others are looked for.
    pub fn is_large(&self) -> bool {
        self.nodes.len() > MOST_NODES
    }

    /// Objectives a list of choices offers: all of them, or the top of a large tree when it is short, and the one asked for.
    pub fn offered(&self) -> impl Iterator<Item = &Objective> {
        let (is_large, asked) = (self.is_large(), self.filters.node);
        let is_top = |node: &Objective| !node.is_lens && node.parent.is_none();
        let has_short_top = self.nodes.iter().filter(|node| is_top(node)).count() <= MOST_NODES;
        let is_offered =
            move |node: &&Objective| !is_large || (has_short_top && is_top(node)) || asked == Some(node.id);
        self.nodes.iter().filter(|node| !node.is_lens).filter(is_offered)
    }

    /// The objectives that hold the words looked for, at most so many as a page shows.
    pub fn found(&self) -> FoundObjectives {
        if self.looked.is_empty() || !self.is_large() {
            return FoundObjectives::default();
        }
        let line = |node: &Objective| {
            let above = self.node(node.parent).map(Objective::name);
            Line::new(&node.code, node.name()).under(above.unwrap_or_default())
        };
        let lines: Vec<Line> = self.nodes.iter().filter(|node| !node.is_lens).map(line).collect();
        let found = looked_for(&lines, &self.looked);
        let others = self.query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("objectif="));
        let others: String = others.map(|pair| format!("{pair}&")).collect();
        let shown = found.iter().take(MOST).map(|line| {
            let query = format!("{others}objectif={}", answer::encode(&line.value));
            (line.name.clone(), line.above.clone(), query)
        });
        FoundObjectives {
            told: choosing::told(found.len(), ("objectif trouvé", "objectifs trouvés")),
            lines: shown.collect(),
        }
    }

    /// Whether sheets are counted by the top of the tree: a large one, of which no objective is asked for.
    pub fn is_broad(&self) -> bool {
        self.is_large() && self.filters.node.is_none()
    }
}

/// A path with what is asked after it.
pub fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The page asked for, from 1.
pub fn page_number(asked: &Asked) -> u32 {
    asked.text("page").parse().unwrap_or(1).clamp(1, 100_000)
}
