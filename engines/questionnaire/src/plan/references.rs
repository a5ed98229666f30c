//! Names in expressions, and what each item needs to be worked out.

use std::collections::BTreeSet;

use super::{Node, Plan};
use crate::Problem;
use crate::expression::{Expression, Function, Path, Start, Step, distance};
use crate::model::{Kind, Source};
use crate::problem::quoted;

/// What a path stands on, as far as it can be known before answers.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Root,
    Node(usize),
    Elsewhere,
}

impl Plan {
    /// For each item, those it needs: its group, and what its condition and calculation name.
    pub(super) fn needs(&self, problems: &mut Vec<Problem>) -> Vec<BTreeSet<usize>> {
        (0..self.nodes.len()).map(|number| self.needs_of(number, problems)).collect()
    }

    fn needs_of(&self, number: usize, problems: &mut Vec<Problem>) -> BTreeSet<usize> {
        let node = &self.nodes[number];
        let mut needed = BTreeSet::new();
        needed.extend(node.parent);
        for (column, expression, counts) in expressions(node) {
            let mut finder = Finder { plan: self, number, column, problems, found: BTreeSet::new() };
            let here = if column == "choice_filter" { At::Elsewhere } else { At::Node(number) };
            finder.read(expression, here);
            let mut found = finder.found;
            if column == "calculation" || column == "default" {
                // What is kept of an earlier answer (`once`, the line before) is no circle.
                found.remove(&number);
            }
            if counts {
                needed.extend(found);
            }
        }
        self.words(number, problems);
        if let Some(Source::Answers(written)) = node.item.kind.source() {
            let name = written.trim_start_matches("${").trim_end_matches('}');
            if self.known(number, "type", name, problems).is_none() {
                return needed;
            }
        }
        if let Some(trigger) = &node.item.trigger {
            for name in trigger.split("${").skip(1).filter_map(|part| part.split('}').next()) {
                needed.extend(self.known(number, "trigger", name, problems).filter(|other| *other != number));
            }
        }
        needed
    }

    /// Questions named by words (`${nom}` in a label).
    fn words(&self, number: usize, problems: &mut Vec<Problem>) {
        let item = &self.nodes[number].item;
        for (column, text) in [("label", &item.label), ("hint", &item.hint)] {
            let mut seen: Vec<&str> = Vec::new();
            for (_, words) in text.iter() {
                for name in words.split("${").skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name) {
                    if !seen.contains(&name) {
                        seen.push(name);
                        self.known(number, column, name.trim(), problems);
                    }
                }
            }
        }
    }

    /// The question of a name, or why there is not exactly one.
    fn known(&self, number: usize, column: &str, name: &str, problems: &mut Vec<Problem>) -> Option<usize> {
        let row = self.nodes[number].item.row.0;
        match self.named(name) {
            [only] => Some(*only),
            [] if ["instanceID", "instanceName"].contains(&name) => None,
            [] => {
                // The first faults get a suggestion; a form where all is wrong would take long to guess.
                let known = self.by_name.keys().filter(|_| problems.len() < 50);
                let nearest = known.map(|known| (distance(name, known), known)).min();
                let told = match nearest.filter(|(distance, _)| *distance <= 2 && name.len() > 2) {
                    Some((_, known)) => {
                        format!("aucune question ne s’appelle {}. Vouliez-vous écrire « {known} » ?", quoted(name))
                    }
                    None => format!("aucune question ne s’appelle {}.", quoted(name)),
                };
                problems.push(Problem::refusal("survey", row, column, told));
                None
            }
            [..] => {
                let told = format!("plusieurs questions s’appellent {} : changez leurs noms.", quoted(name));
                problems.push(Problem::refusal("survey", row, column, told));
                None
            }
        }
    }
}

/// Expressions of an item with their column, and whether the item is worked out anew when what they name changes.
fn expressions(node: &Node) -> impl Iterator<Item = (&'static str, &Expression, bool)> {
    [
        ("relevant", &node.relevant, true),
        ("calculation", &node.calculation, true),
        ("default", &node.default, true),
        ("repeat_count", &node.repeat_count, true),
        ("required", &node.required, false),
        ("constraint", &node.constraint, false),
        ("choice_filter", &node.choice_filter, false),
    ]
    .into_iter()
    .filter_map(|(column, expression, counts)| Some((column, expression.as_ref()?, counts)))
}

struct Finder<'a, 'b> {
    plan: &'a Plan,
    number: usize,
    column: &'static str,
    problems: &'b mut Vec<Problem>,
    found: BTreeSet<usize>,
}

impl Finder<'_, '_> {
    fn read(&mut self, expression: &Expression, here: At) {
        match expression {
            Expression::Text(_) | Expression::Number(_) => {}
            Expression::Negative(inner) => self.read(inner, here),
            Expression::Chain { first, rest } => {
                self.read(first, here);
                rest.iter().for_each(|(_, part)| self.read(part, here));
            }
            Expression::Call { function, arguments, .. } => {
                arguments.iter().for_each(|argument| self.read(argument, here));
                if let (Function::ChoiceName, Some(Expression::Text(asked))) = (function, arguments.get(1)) {
                    let name = asked.trim().trim_start_matches("${").trim_end_matches('}').trim();
                    if !name.contains('/') {
                        self.plan.known(self.number, self.column, name, self.problems);
                    }
                }
            }
            Expression::Path(path) => {
                self.path(path, here);
            }
        }
    }

    fn path(&mut self, path: &Path, here: At) -> At {
        let mut at = match &path.start {
            Start::Root => At::Root,
            Start::Here => here,
            Start::Current => At::Node(self.number),
            Start::Question(name) => match self.plan.known(self.number, self.column, name, self.problems) {
                Some(node) => {
                    self.found.insert(node);
                    At::Node(node)
                }
                None => At::Elsewhere,
            },
            Start::Saved(name) => {
                let told = format!(
                    "« ${{last-saved#{name}}} » reste vide : Parvis ne garde pas les réponses d’une personne pour la suivante."
                );
                self.problems.push(Problem::warning(
                    "survey",
                    self.plan.nodes[self.number].item.row.0,
                    self.column,
                    told,
                ));
                At::Elsewhere
            }
            Start::List(name) => {
                self.list(name);
                At::Elsewhere
            }
            Start::Found(inner) => {
                self.read(inner, here);
                At::Elsewhere
            }
        };
        let start = at;
        for step in &path.steps {
            at = match (step, at) {
                (Step::Own, at) => at,
                (Step::Parent, At::Node(node)) => self.plan.nodes[node].parent.map_or(At::Root, At::Node),
                (Step::Parent, at) => at,
                (Step::Child(name), at) => self.child(at, name),
                (Step::Any, At::Node(node)) => {
                    self.found.extend(&self.plan.nodes[node].children);
                    At::Elsewhere
                }
                (Step::Any, _) => At::Elsewhere,
                (Step::Where(condition), at) => {
                    self.read(condition, at);
                    at
                }
            };
        }
        if let At::Node(node) = at
            && !(path.steps.is_empty() && start == here)
            && !matches!(path.steps.last(), Some(Step::Parent))
        {
            self.found.insert(node);
        }
        at
    }

    fn child(&mut self, at: At, name: &str) -> At {
        let plan = self.plan;
        let among = |nodes: &[usize]| {
            let found = nodes.iter().copied().find(|node| plan.nodes[*node].item.name == name);
            found.map_or(At::Elsewhere, At::Node)
        };
        match at {
            At::Elsewhere => At::Elsewhere,
            At::Node(node) => {
                let found = among(&plan.nodes[node].children);
                if found == At::Elsewhere {
                    self.nothing(name);
                }
                found
            }
            At::Root => {
                let top: Vec<usize> = (0..plan.nodes.len()).filter(|node| plan.nodes[*node].parent.is_none()).collect();
                match among(&top) {
                    At::Elsewhere if ["data", "meta", "instanceID"].contains(&name) || name == plan.form.id => At::Root,
                    At::Elsewhere => {
                        self.nothing(name);
                        At::Elsewhere
                    }
                    found => found,
                }
            }
        }
    }

    /// A name that leads nowhere is always empty.
    fn nothing(&mut self, name: &str) {
        let told = format!(
            "{} ne mène à aucune question : cette partie sera toujours vide. Écrivez « ${{nom}} » pour une question, entre guillemets pour un texte.",
            quoted(name)
        );
        self.problems.push(Problem::warning("survey", self.plan.nodes[self.number].item.row.0, self.column, told));
    }

    fn list(&mut self, name: &str) {
        let is_file = self.plan.nodes.iter().any(|node| match &node.item.kind {
            Kind::ExternalData(_) => node.item.name == name,
            kind => matches!(kind.source(), Some(Source::File(file)) if file.starts_with(name)),
        });
        if self.plan.list_number(name).is_some() {
            return;
        }
        let why = if is_file {
            "elle est dans un fichier à part, qui n’est pas repris"
        } else {
            "elle n’est pas dans la feuille « choices »"
        };
        let told = format!("« instance » nomme la liste {} : {why}, cette partie sera toujours vide.", quoted(name));
        self.problems.push(Problem::warning("survey", self.plan.nodes[self.number].item.row.0, self.column, told));
    }
}
