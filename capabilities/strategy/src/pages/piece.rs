//! The tree as pages draw it: to be read, or with the tools that change it.

use std::collections::HashMap;

use askama::Template;
use interface::Html;
use kernel::{Uuid, french};

use crate::facade::{NodeTie, TieKind, node_path};
use crate::rules::{Branch, FoldedPage, Lens, Level, Node, NodeTag, Shown, folded};

/// Bytes of markup one page of a tree may take.
const ROOM: usize = 30_000;

/// What is known around the nodes of a tree.
#[derive(Default)]
pub(super) struct Around {
    /// Code of the contract in addresses.
    pub code: String,
    pub lenses: Vec<Lens>,
    pub ties: HashMap<Uuid, Vec<NodeTie>>,
    /// Titles of transversal nodes.
    pub axes: HashMap<Uuid, String>,
    /// Levels of the contract, when the tree is shown with its tools.
    pub levels: Vec<Level>,
    pub has_tools: bool,
}

/// One node, ready to be drawn.
pub(super) struct Piece {
    pub id: Uuid,
    pub title: String,
    pub caption: String,
    pub summary: String,
    pub note: String,
    pub sheets: Vec<NodeTie>,
    pub needs: Vec<NodeTie>,
    pub href: String,
    pub hidden: String,
    pub children: Vec<Piece>,
    pub tools: Tools,
}

/// What the tools of a node need to know.
#[derive(Default)]
pub(super) struct Tools {
    pub is_first: bool,
    pub is_last: bool,
    pub level: usize,
    pub accepts: Option<usize>,
    pub parent: String,
    pub add_href: String,
    pub add_label: String,
}

impl Around {
    /// What crosses a node, in words.
    pub fn tags(&self, node: &Node) -> Vec<String> {
        let words = |tag: &NodeTag| match tag {
            NodeTag::Axis(id) => self.axes.get(id).cloned(),
            NodeTag::Lens(code) => self.lenses.iter().find(|lens| lens.code == *code).map(|lens| lens.label.clone()),
        };
        node.tags.iter().filter_map(words).collect()
    }

    /// About how many bytes a node takes.
    pub fn cost(&self, node: &Node) -> usize {
        let text = &node.text;
        let ties = self.ties.get(&node.id).into_iter().flatten();
        let ties: usize = ties.map(|tie| 80 + tie.label.len() + tie.path.len() + tie.status.len()).sum();
        let tags: usize = self.tags(node).iter().map(|tag| tag.len() + 4).sum();
        match self.has_tools {
            true => 1_050 + 4 * text.title.len() + text.code.len() + tags,
            false => 260 + self.code.len() + text.title.len() + text.summary.len() + text.note.len() + tags + ties,
        }
    }

    /// One page of these branches.
    pub fn page(&self, branches: &[Branch], page: usize) -> FoldedPage {
        folded(branches, page, ROOM, |branch| self.cost(&branch.node))
    }

    /// On which page of these branches a node stands.
    pub fn page_of(&self, branches: &[Branch], id: Uuid) -> usize {
        crate::rules::page_of(branches, id, ROOM, |branch| self.cost(&branch.node))
    }

    fn pieces(&self, shown: &[Shown], contract: Uuid) -> Vec<Piece> {
        shown.iter().map(|one| self.piece(one, shown, contract)).collect()
    }

    fn piece(&self, one: &Shown, beside: &[Shown], contract: Uuid) -> Piece {
        let text = &one.node.text;
        let tags = self.tags(&one.node);
        let named = std::iter::once(format!("{} {}", one.level.names.singular, text.code)).chain(tags);
        let tied = |kind: TieKind| -> Vec<NodeTie> {
            let all = self.ties.get(&one.node.id).into_iter().flatten();
            all.filter(|tie| tie.kind == kind).cloned().collect()
        };
        let hidden = match one.hidden {
            0 => String::new(),
            count => french::count(count as i64, "élément en dessous", "éléments en dessous"),
        };
        let href = match self.has_tools {
            true => format!("/gestion/contrats/{contract}/arbre?sous={}", one.node.id),
            false => node_path(&self.code, one.node.id),
        };
        Piece {
            id: one.node.id,
            title: text.title.clone(),
            caption: named.collect::<Vec<_>>().join(" · "),
            summary: text.summary.clone(),
            note: text.note.clone(),
            sheets: tied(TieKind::Sheet),
            needs: tied(TieKind::Need),
            href,
            hidden,
            children: self.pieces(&one.children, contract),
            tools: if self.has_tools { self.tools(one, beside, contract) } else { Tools::default() },
        }
    }

    fn tools(&self, one: &Shown, beside: &[Shown], contract: Uuid) -> Tools {
        let mut same = beside.iter().filter(|other| other.level.id == one.level.id).map(|other| other.node.id);
        let rank = |id: Uuid| self.levels.iter().position(|level| level.id == id);
        let below = self
            .levels
            .iter()
            .position(|level| level.depth == one.level.depth + 1 && level.is_transversal == one.level.is_transversal);
        let below_name = below.and_then(|at| self.levels.get(at)).map(|level| level.names.singular.to_lowercase());
        Tools {
            is_first: same.next() == Some(one.node.id),
            is_last: same.next_back().unwrap_or(one.node.id) == one.node.id,
            level: rank(one.level.id).unwrap_or(0),
            accepts: below,
            parent: one.node.parent.map(|parent| parent.to_string()).unwrap_or_default(),
            add_href: format!("/gestion/contrats/{contract}/elements?sous={}", one.node.id),
            add_label: below_name.unwrap_or_default(),
        }
    }

    /// Nodes drawn, one list in another.
    pub fn drawn(&self, shown: &[Shown], contract: Uuid) -> Html {
        let pieces = self.pieces(shown, contract);
        if pieces.is_empty() {
            return Html::default();
        }
        let drawn = match self.has_tools {
            true => ToolsPiece { pieces: &pieces }.render(),
            false => BranchPiece { pieces: &pieces }.render(),
        };
        Html::trusted(drawn.unwrap_or_default())
    }
}

#[derive(Template)]
#[template(path = "pages/branch.html")]
struct BranchPiece<'a> {
    pieces: &'a [Piece],
}

impl BranchPiece<'_> {
    fn under<'b>(&self, piece: &'b Piece) -> BranchPiece<'b> {
        BranchPiece { pieces: &piece.children }
    }
}

#[derive(Template)]
#[template(path = "pages/branch_tools.html")]
struct ToolsPiece<'a> {
    pieces: &'a [Piece],
}

impl ToolsPiece<'_> {
    fn under<'b>(&self, piece: &'b Piece) -> ToolsPiece<'b> {
        ToolsPiece { pieces: &piece.children }
    }
}

/// What is tied to a node, as a list of links under its heading.
#[derive(Template)]
#[template(path = "pages/ties.html")]
pub(super) struct TiesPiece<'a> {
    pub sheets: &'a [NodeTie],
    pub needs: &'a [NodeTie],
}

impl Piece {
    /// What is tied to it.
    fn ties(&self) -> TiesPiece<'_> {
        TiesPiece { sheets: &self.sheets, needs: &self.needs }
    }
}
