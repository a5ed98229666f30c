//! What pages about a contract tell: everything around it, and its tables.

use std::collections::HashMap;

use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::Link;
use kernel::{Actor, Cents, Uuid, french};
use web::Fault;

use super::piece::Around;
use crate::facade::NodeTie;
use crate::rules::{
    Amendment, Branch, Commitment, CommitmentKind, Contract, Lens, Level, Node, Signatory, Status, branches, lenses,
    staff,
};
use crate::store;

/// Everything a page about a contract shows.
pub(super) struct Told {
    pub contract: Contract,
    pub areas: Vec<Link>,
    pub levels: Vec<Level>,
    pub branches: Vec<Branch>,
    pub signatories: Vec<Signatory>,
    pub commitments: Vec<Commitment>,
    pub amendments: Vec<Amendment>,
    pub lenses: Vec<Lens>,
    pub ties: Vec<NodeTie>,
}

impl Told {
    pub async fn load(tx: &mut Tx, actor: &Actor, contract: Contract) -> Result<Self, Fault> {
        let area_ids = store::contract::areas(tx, contract.id).await?;
        let mut areas = Vec::with_capacity(area_ids.len());
        for id in area_ids {
            let found = territory::facade::area(tx, id).await?;
            areas.extend(found.map(|area| Link::new(area.name, territory::facade::path(&area.code))));
        }
        let levels = store::tree::levels(tx, contract.id).await?;
        let nodes = store::tree::nodes(tx, contract.id).await?;
        Ok(Self {
            areas,
            branches: branches(&levels, &nodes),
            levels,
            signatories: store::signatory::of_contract(tx, contract.id).await?,
            commitments: store::commitment::of_contract(tx, contract.id).await?,
            amendments: store::amendment::of_contract(tx, contract.id).await?,
            lenses: lenses(store::tree::own_lenses(tx, contract.id).await?),
            ties: crate::facade::node_ties(tx, actor, contract.id).await?,
            contract,
        })
    }

    /// What the nodes of the tree are drawn with.
    pub fn around(&self, has_tools: bool) -> Around {
        let mut ties: HashMap<Uuid, Vec<NodeTie>> = HashMap::new();
        for tie in &self.ties {
            ties.entry(tie.node).or_default().push(tie.clone());
        }
        fn titles(axes: &mut HashMap<Uuid, String>, branches: &[Branch]) {
            for branch in branches.iter().filter(|branch| branch.level.is_transversal) {
                axes.insert(branch.node.id, branch.node.text.title.clone());
                titles(axes, &branch.children);
            }
        }
        let mut axes = HashMap::new();
        titles(&mut axes, &self.branches);
        Around {
            code: self.contract.code.clone(),
            lenses: self.lenses.clone(),
            ties,
            axes,
            levels: if has_tools { self.levels.clone() } else { Vec::new() },
            has_tools,
        }
    }

    /// The tree as a table, one line a node, parents before children.
    pub fn tree_table(&self) -> Table {
        let columns = vec![
            Column::new("niveau", "Niveau", Kind::Text),
            Column::new("reference", "Référence", Kind::Text).row_header(),
            Column::new("intitule", "Intitulé", Kind::Text),
            Column::new("rattache_a", "Rattaché à", Kind::Text),
            Column::new("resume", "Résumé", Kind::Text),
            Column::new("note", "Note", Kind::Text),
            Column::new("axes_et_regards", "Axes et regards", Kind::Text),
        ];
        let mut table = Table::new("arbre-du-contrat", format!("Objectifs : {}", self.contract.terms.title), columns);
        table.source = Some(self.contract.terms.source.clone()).filter(|source| !source.is_empty());
        if self.contract.terms.status == Status::Proposed {
            table.notes.push("Architecture proposée : le contrat signé peut en différer.".to_owned());
        }
        fn lines(table: &mut Table, around: &Around, branches: &[Branch], parent: &str) {
            for branch in branches {
                let (text, tags) = (&branch.node.text, around.tags(&branch.node).join(" ; "));
                let (level, parent) = (&branch.level.names.singular, parent.to_owned());
                let cells = [level, &text.code, &text.title, &parent, &text.summary, &text.note, &tags];
                table.rows.push(cells.into_iter().map(Cell::text).collect());
                lines(table, around, &branch.children, &text.code);
            }
        }
        lines(&mut table, &self.around(false), &self.branches, "");
        table
    }

    pub fn signatories_table(&self) -> Table {
        let columns = vec![
            Column::new("organisme", "Organisme", Kind::Text).row_header(),
            Column::new("signature", "Signature", Kind::Text),
            Column::new("etat", "État", Kind::Text),
            Column::new("engagement", "Engagement", Kind::Text),
        ];
        let mut table = Table::new("signataires", "Signataires du contrat", columns);
        table.rows = self
            .signatories
            .iter()
            .map(|one| {
                let terms = &one.terms;
                let own: Vec<&Commitment> = self.commitments.iter().filter(|line| line.signatory == one.id).collect();
                let lines = match own.len() {
                    0..=MOST_LINES => own.into_iter().map(line).collect(),
                    _ => vec![brought(&own)],
                };
                let words = Some(terms.commitment.clone()).filter(|words| !words.is_empty());
                let commitment = words.into_iter().chain(lines).collect::<Vec<_>>().join(" ; ");
                let cells = [&terms.name, terms.requirement.french(), terms.status.french(), &commitment];
                cells.into_iter().map(Cell::text).collect()
            })
            .collect();
        let mut laws: Vec<&str> = self.signatories.iter().map(|one| one.terms.legal_basis.as_str()).collect();
        laws.dedup();
        table.source = Some(laws.join(" ; ")).filter(|laws| !laws.is_empty());
        table
    }

    /// What all signatories bring together, by kind; nothing when no line says it in figures.
    pub fn brought(&self) -> String {
        brought(&self.commitments.iter().collect::<Vec<_>>())
    }

    /// « 3 enjeux, 12 objectifs, 3 préoccupations transverses ».
    pub fn levels_sentence(&self) -> String {
        fn count(counts: &mut HashMap<Uuid, i64>, branches: &[Branch]) {
            for branch in branches {
                *counts.entry(branch.level.id).or_default() += 1;
                count(counts, &branch.children);
            }
        }
        let mut counts = HashMap::new();
        count(&mut counts, &self.branches);
        let parts = self.levels.iter().map(|level| {
            let number = counts.get(&level.id).copied().unwrap_or(0);
            french::count(number, &level.names.singular.to_lowercase(), &level.names.plural.to_lowercase())
        });
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// Lines of one signatory that are told one by one; past it, their sum is.
const MOST_LINES: usize = 6;

/// What these lines bring together, by kind; nothing when none says it in figures.
fn brought(lines: &[&Commitment]) -> String {
    let money = |kind: CommitmentKind| -> Cents {
        lines.iter().filter(|one| one.terms.kind == kind).filter_map(|one| one.terms.amount).sum()
    };
    let people: i64 = lines.iter().filter_map(|one| one.terms.fte_hundredths).sum();
    let (specific, ordinary) = (money(CommitmentKind::Specific), money(CommitmentKind::CommonLaw));
    let parts = [
        (specific.0 > 0).then(|| format!("{} de crédits spécifiques", french::euros(specific))),
        (ordinary.0 > 0).then(|| format!("{} de droit commun", french::euros(ordinary))),
        (people > 0).then(|| staff(people)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// One commitment in a few words: « Crédits spécifiques 2025 : 12 500 €, postes d’adultes-relais ».
pub(super) fn line(one: &Commitment) -> String {
    let terms = &one.terms;
    let year = terms.year.map(|year| format!(" {year}")).unwrap_or_default();
    let said = [terms.measure(), terms.words.clone()];
    let said: Vec<&str> = said.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    format!("{}{year} : {}", terms.kind.french(), said.join(", "))
}

/// What the tags of these nodes are called: axes by the titles they have or had, lenses by their words.
pub(super) async fn titles_of<'a>(
    tx: &mut Tx,
    contract: Uuid,
    nodes: impl Iterator<Item = &'a Node>,
) -> Result<HashMap<String, String>, Fault> {
    let known = lenses(store::tree::own_lenses(tx, contract).await?);
    let lenses = known.into_iter().map(|lens| (format!("lens:{}", lens.code), lens.label));
    Ok(nodes.map(|node| (node.id.to_string(), node.text.title.clone())).chain(lenses).collect())
}
