//! Who reads what: rules of a call that send projects to readers by territory, theme and funder.

use kernel::{FieldError, Uuid};

/// A rule: projects that meet all it names go to this reader. What it does not name, it does not look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutingRule {
    /// Which.
    pub id: Uuid,
    /// Of which call.
    pub call: Uuid,
    /// The neighbourhood, when it is one.
    pub area: Option<Uuid>,
    /// The theme: an element of the contract's tree, with all that stands under it.
    pub node: Option<Uuid>,
    /// The funder of the call asked for money.
    pub funder: Option<Uuid>,
    /// The reader.
    pub reader: Uuid,
}

/// What rules look at in a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routable {
    /// Its neighbourhoods.
    pub areas: Vec<Uuid>,
    /// Its elements of the tree, with everything they stand under.
    pub nodes: Vec<Uuid>,
    /// The funders of the call it asks.
    pub funders: Vec<Uuid>,
}

impl RoutingRule {
    /// Whether a project meets everything the rule names.
    pub fn meets(&self, project: &Routable) -> bool {
        let has = |wanted: Option<Uuid>, own: &[Uuid]| wanted.is_none_or(|wanted| own.contains(&wanted));
        has(self.area, &project.areas) && has(self.node, &project.nodes) && has(self.funder, &project.funders)
    }
}

/// The readers of a project, each once, in the order of the rules. Who is recused is passed.
pub fn readers(rules: &[RoutingRule], project: &Routable, recused: &[Uuid]) -> Vec<Uuid> {
    let mut found = Vec::new();
    for rule in rules.iter().filter(|rule| rule.meets(project)) {
        if !found.contains(&rule.reader) && !recused.contains(&rule.reader) {
            found.push(rule.reader);
        }
    }
    found
}

/// Elements of a tree with all they stand under; `parents` gives `(element, what it stands under)`.
pub fn with_ancestors(nodes: &[Uuid], parents: &[(Uuid, Option<Uuid>)]) -> Vec<Uuid> {
    let mut all = Vec::new();
    for node in nodes {
        let mut at = Some(*node);
        while let Some(node) = at.filter(|node| !all.contains(node)) {
            all.push(node);
            at = parents.iter().find(|(known, _)| *known == node).and_then(|(_, parent)| *parent);
        }
    }
    all
}

/// What is wrong in a rule: one that names nothing sends everything.
pub fn check_rule(area: Option<Uuid>, node: Option<Uuid>, funder: Option<Uuid>, is_all: bool) -> Vec<FieldError> {
    if area.is_none() && node.is_none() && funder.is_none() && !is_all {
        return vec![FieldError::new(
            "quartier",
            "Choisissez un quartier, un objectif ou un financeur, ou cochez « tous les dossiers »",
        )];
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn rule(area: Option<u128>, node: Option<u128>, funder: Option<u128>, reader: u128) -> RoutingRule {
        let [area, node, funder] = [area, node, funder].map(|one| one.map(id));
        RoutingRule { id: id(99), call: id(98), area, node, funder, reader: id(reader) }
    }

    #[test]
    fn a_project_goes_to_every_reader_whose_rule_it_meets() {
        let project = Routable { areas: vec![id(1), id(2)], nodes: vec![id(11), id(10)], funders: vec![id(20)] };
        let rules = [
            rule(Some(1), None, None, 101),
            rule(Some(3), None, None, 102),
            rule(Some(2), Some(10), Some(20), 103),
            rule(Some(2), Some(10), Some(21), 104),
            rule(None, None, Some(20), 101),
            rule(None, None, None, 105),
        ];
        assert_eq!(readers(&rules, &project, &[]), [id(101), id(103), id(105)]);
        assert_eq!(readers(&rules, &project, &[id(103)]), [id(101), id(105)], "who is recused is passed");
        assert_eq!(readers(&rules, &Routable::default(), &[]), [id(105)]);
    }

    #[test]
    fn a_theme_holds_all_that_stands_under_it() {
        let parents = [(id(3), Some(id(2))), (id(2), Some(id(1))), (id(1), None), (id(5), Some(id(5)))];
        assert_eq!(with_ancestors(&[id(3), id(2)], &parents), [id(3), id(2), id(1)]);
        assert_eq!(with_ancestors(&[id(5)], &parents), [id(5)], "a loop ends");
    }

    #[test]
    fn a_rule_that_sends_everything_says_so() {
        assert_eq!(check_rule(None, None, None, false).len(), 1);
        assert_eq!(check_rule(None, None, None, true), []);
        assert_eq!(check_rule(None, Some(id(1)), None, false), []);
    }
}
