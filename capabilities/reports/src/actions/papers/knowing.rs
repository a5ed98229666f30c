//! What every document of a contract stands on, read once.

use std::collections::HashMap;

use database::Tx;
use documents::{Cell, Table};
use jiff::civil::Date;
use kernel::{Outcome, Uuid, french};
use listening::facade::NeedLine;
use plan::facade::{ActionStatus, SheetBrief};
use strategy::facade::{ContractBrief, LensBrief, NodeBrief};
use territory::facade::Area;

use super::super::Piece;
use super::count;

/// A contract and its plan, as its reader may know them.
pub(super) struct Knowing {
    pub contract: ContractBrief,
    pub is_public: bool,
    pub day: Date,
    pub nodes: Vec<NodeBrief>,
    pub lenses: Vec<LensBrief>,
    /// Its neighbourhoods, in display order.
    pub areas: Vec<Area>,
    /// Its sheets, without drafts when it is public.
    pub sheets: Vec<SheetBrief>,
    /// Neighbourhoods of these sheets: `(sheet, neighbourhood)`.
    pub places: Vec<(Uuid, Uuid)>,
    pub needs: Vec<NeedLine>,
    /// Which needs each node of the tree answers, as the thread says: `(need, node)`.
    pub answers: Vec<(Uuid, Uuid)>,
}

impl Knowing {
    pub async fn of(tx: &mut Tx, contract: ContractBrief, is_public: bool, day: Date) -> Outcome<Self> {
        let mut known: HashMap<Uuid, Area> =
            territory::facade::areas(tx).await?.into_iter().map(|area| (area.id, area)).collect();
        let areas = contract.area_ids.iter().filter_map(|id| known.remove(id)).collect();
        let sheets = plan::facade::sheets(tx, contract.id, !is_public).await?;
        let places = plan::facade::areas_of_sheets(tx, contract.id).await?;
        let places = places.into_iter().filter(|(sheet, _)| sheets.iter().any(|one| one.id == *sheet)).collect();
        Ok(Self {
            nodes: strategy::facade::nodes(tx, contract.id).await?,
            lenses: strategy::facade::lenses(tx, contract.id).await?,
            needs: listening::facade::needs(tx).await?,
            answers: lineage::between(tx, lineage::Kind::Need, lineage::Kind::Objective).await?,
            contract,
            is_public,
            day,
            areas,
            sheets,
            places,
        })
    }

    /// « Objectif O1 : Quartiers apaisés ».
    pub fn node(&self, id: Option<Uuid>) -> String {
        let found = self.nodes.iter().find(|node| Some(node.id) == id);
        found.map(|node| format!("{} {} : {}", node.level, node.code, node.title)).unwrap_or_default()
    }

    /// The transversal node or the view of public policy of that key.
    pub fn lens(&self, key: &str) -> Option<&str> {
        let node = self.nodes.iter().find(|node| node.id.to_string() == key).map(|node| node.title.as_str());
        node.or_else(|| self.lenses.iter().find(|lens| lens.code == key).map(|lens| lens.label.as_str()))
    }

    /// The name of a neighbourhood of the contract.
    pub fn area(&self, id: Uuid) -> Option<Cell> {
        self.areas.iter().find(|area| area.id == id).map(|area| Cell::text(&*area.name))
    }

    pub fn need(&self, id: Uuid) -> Option<&NeedLine> {
        self.needs.iter().find(|need| need.id == id)
    }

    /// Needs a node of the tree answers, in the order of their codes: « B01 Des lieux propres ».
    pub fn needs_of(&self, node: Uuid) -> Vec<String> {
        let is_answered = |need: &&NeedLine| self.answers.contains(&(need.id, node));
        self.needs.iter().filter(is_answered).map(|need| format!("{} {}", need.code, need.label)).collect()
    }

    /// Names of the neighbourhoods of a sheet.
    pub fn areas_of(&self, sheet: Uuid) -> String {
        let own = |area: &&Area| self.places.contains(&(sheet, area.id));
        self.areas.iter().filter(own).map(|area| area.name.as_str()).collect::<Vec<&str>>().join(", ")
    }

    /// What figures about sheets are counted on.
    pub fn base(&self, sheets: usize) -> String {
        match self.is_public {
            true => french::count(count(sheets), "action publiée", "actions publiées"),
            false => {
                let drafts = self.sheets.iter().filter(|sheet| !sheet.is_published).count();
                let all = french::count(count(sheets), "action", "actions");
                match drafts {
                    0 => all,
                    _ => format!(
                        "{all} ; le plan compte {}",
                        french::count(count(drafts), "fiche en brouillon", "fiches en brouillon")
                    ),
                }
            }
        }
    }

    /// A table of sheets, with what stands behind it.
    pub fn told(&self, mut table: Table, sheets: usize) -> Piece {
        table.base = Some(french::spaced(&self.base(sheets)));
        table.source = Some(format!("fiches actions de la plateforme ({})", self.contract.title));
        table.as_of = Some(self.day);
        table.caption = french::spaced(&table.caption);
        Piece::Table(Box::new(table))
    }

    /// How many of some sheets stand in each state, in the order of the states.
    pub fn by_status<'s>(sheets: impl Iterator<Item = &'s SheetBrief> + Clone) -> Vec<Cell> {
        let of =
            |status: &ActionStatus| Cell::Integer(count(sheets.clone().filter(|one| one.status == *status).count()));
        ActionStatus::ALL.iter().map(of).collect()
    }
}
