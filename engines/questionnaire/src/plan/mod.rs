//! A form made ready to be answered: expressions read, names resolved, what depends on what known.

mod expand;
mod graph;
mod references;

use std::collections::HashMap;

use crate::Problem;
use crate::expression::{Expression, parse};
use crate::model::{Choice, ChoiceList, Form, Item, Kind, Source};
use crate::problem::quoted;

/// An item of the plan. Its number is its place in [`Plan::nodes`].
#[derive(Clone, Debug)]
pub struct Node {
    /// The item, without what it holds.
    pub item: Item,
    /// The group it stands in.
    pub parent: Option<usize>,
    /// What it holds.
    pub children: Vec<usize>,
    /// Name under which its answer is kept: its own, or with its groups before where two share it.
    pub key: String,
    /// When it is asked.
    pub relevant: Option<Expression>,
    /// When an answer is compulsory.
    pub required: Option<Expression>,
    /// What an answer must respect.
    pub constraint: Option<Expression>,
    /// How it is worked out.
    pub calculation: Option<Expression>,
    /// The answer it starts with, when it is worked out.
    pub default: Option<Expression>,
    /// Which answers of its list are offered.
    pub choice_filter: Option<Expression>,
    /// How many times it is asked.
    pub repeat_count: Option<Expression>,
}

/// A form made ready.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the form says of itself and its lists; its items are the nodes, loops and « autre, précisez » written out.
    pub form: Form,
    /// Items in order, groups before what they hold.
    pub nodes: Vec<Node>,
    /// Numbers of items by name.
    by_name: HashMap<String, Vec<usize>>,
    /// Numbers of lists by name, and whether they are external.
    lists: HashMap<(String, bool), usize>,
    /// What is odd in its expressions without preventing anything.
    pub warnings: Vec<Problem>,
    /// Items in an order in which each can be worked out.
    pub order: Vec<usize>,
    /// Rank of each item in `order`.
    pub rank: Vec<usize>,
    /// What is to be worked out anew when an item changes.
    pub dependants: Vec<Vec<usize>>,
}

impl Plan {
    /// Makes a form ready.
    ///
    /// # Errors
    /// Everything in its expressions that is to be corrected.
    pub fn new(form: &Form) -> Result<Self, Vec<Problem>> {
        let form = expand::expand(form).ok_or_else(|| {
            let told = format!("ce formulaire a plus de {} questions, boucles comptées.", expand::MOST_ITEMS);
            vec![Problem::refusal("survey", 0, "", told)]
        })?;
        let mut plan = Self {
            nodes: Vec::new(),
            by_name: HashMap::new(),
            lists: form
                .lists
                .iter()
                .zip(0..)
                .map(|(list, place)| ((list.name.clone(), list.is_external), place))
                .collect(),
            order: Vec::new(),
            rank: Vec::new(),
            dependants: Vec::new(),
            warnings: Vec::new(),
            form,
        };
        let mut problems = Vec::new();
        let items = std::mem::take(&mut plan.form.items);
        plan.add(items, None, &mut problems);
        plan.keys();
        let needs = plan.needs(&mut problems);
        match graph::sort(&needs) {
            Ok(order) => plan.order = order,
            Err(cycles) => problems.extend(cycles.iter().map(|cycle| plan.cycle(cycle))),
        }
        if problems.iter().any(Problem::is_refusal) {
            return Err(problems);
        }
        plan.warnings = problems;
        plan.rank = vec![0; plan.nodes.len()];
        for (rank, node) in plan.order.iter().enumerate() {
            plan.rank[*node] = rank;
        }
        plan.dependants = vec![Vec::new(); plan.nodes.len()];
        for (node, needed) in needs.iter().enumerate() {
            for need in needed {
                plan.dependants[*need].push(node);
            }
        }
        Ok(plan)
    }

    fn add(&mut self, items: Vec<Item>, parent: Option<usize>, problems: &mut Vec<Problem>) {
        for mut item in items {
            let children = std::mem::take(&mut item.children);
            let name = item.name.clone();
            let number = self.nodes.len();
            let mut read = |column: &str, source: &Option<String>| {
                let text = source.as_deref().filter(|text| !text.trim().is_empty())?;
                match parse(text) {
                    Ok(expression) => Some(expression),
                    Err(fault) => {
                        let told = format!(
                            "dans {}, au {} signe : {}",
                            quoted(text),
                            if fault.at == 1 { "1er".to_owned() } else { format!("{}e", fault.at) },
                            fault.sentence
                        );
                        problems.push(Problem::refusal("survey", item.row.0, column, told));
                        None
                    }
                }
            };
            let node = Node {
                relevant: read("relevant", &item.relevant),
                required: read("required", &item.required),
                constraint: read("constraint", &item.constraint),
                calculation: read("calculation", &item.calculation),
                default: if is_worked_out(item.default.as_deref()) { read("default", &item.default) } else { None },
                choice_filter: read("choice_filter", &item.choice_filter),
                repeat_count: read("repeat_count", &item.repeat_count),
                item,
                parent,
                children: Vec::new(),
                key: String::new(),
            };
            self.nodes.push(node);
            self.by_name.entry(name).or_default().push(number);
            if let Some(parent) = parent {
                self.nodes[parent].children.push(number);
            }
            self.add(children, Some(number), problems);
        }
    }

    /// Names under which answers are kept. Repeats are always part of them, groups only where a name is not unique.
    fn keys(&mut self) {
        for number in 0..self.nodes.len() {
            let is_unique = self.by_name.get(&self.nodes[number].item.name).is_some_and(|all| all.len() == 1);
            let mut parts = vec![self.nodes[number].item.name.clone()];
            let mut parent = self.nodes[number].parent;
            while let Some(group) = parent {
                let node = &self.nodes[group];
                if !is_unique && node.item.kind != Kind::Repeat {
                    parts.push(node.item.name.clone());
                }
                if node.item.kind == Kind::Repeat {
                    break;
                }
                parent = node.parent;
            }
            parts.reverse();
            self.nodes[number].key = parts.join("/");
        }
    }

    fn cycle(&self, cycle: &[usize]) -> Problem {
        let names: Vec<String> = cycle.iter().map(|node| quoted(&self.nodes[*node].item.name)).collect();
        let row = cycle.iter().map(|node| self.nodes[*node].item.row.0).min().unwrap_or_default();
        let first = names.first().cloned().unwrap_or_default();
        let told = match names.as_slice() {
            [only] => format!("{only} dépend d’elle-même : sa condition ou son calcul ne peut pas la nommer."),
            _ => {
                let middle: Vec<String> = names[1..].iter().map(|name| format!("qui dépend de {name}")).collect();
                format!(
                    "les conditions et calculs tournent en rond : {first}, {}, {} : retirez un de ces liens.",
                    middle.join(", "),
                    format_args!("qui dépend de {first}")
                )
            }
        };
        Problem::refusal("survey", row, "", told)
    }

    /// Items by name.
    pub fn named(&self, name: &str) -> &[usize] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// Number of a list by its name.
    pub fn list_number(&self, name: &str) -> Option<usize> {
        self.lists.get(&(name.to_owned(), false)).copied()
    }

    /// The list a question of the form takes its answers from.
    pub fn list_of(&self, node: usize) -> Option<(usize, &ChoiceList)> {
        let number = match self.nodes[node].item.kind.source()? {
            Source::List(name) => self.list_number(name)?,
            Source::External(name) => *self.lists.get(&(name.clone(), true))?,
            Source::File(_) | Source::Answers(_) => return None,
        };
        Some((number, &self.form.lists[number]))
    }

    /// A choice of a list.
    pub fn choice(&self, list: usize, line: usize) -> Option<&Choice> {
        self.form.lists.get(list)?.choices.get(line)
    }

    /// The question whose answers are offered as choices (`select_one ${nom}`).
    pub fn answers_offered(&self, node: usize) -> Option<usize> {
        let Some(Source::Answers(written)) = self.nodes[node].item.kind.source() else { return None };
        let name = written.trim_start_matches("${").trim_end_matches('}');
        self.named(name).first().copied()
    }

    /// The groups around an item and itself, outermost first.
    pub fn path(&self, node: usize) -> Vec<usize> {
        let mut path = vec![node];
        let mut at = node;
        while let Some(parent) = self.nodes[at].parent {
            path.push(parent);
            at = parent;
        }
        path.reverse();
        path
    }
}

/// Whether a default is an expression, and not the answer itself.
fn is_worked_out(default: Option<&str>) -> bool {
    default.is_some_and(|text| text.contains("${") || (text.contains('(') && parse(text).is_ok()))
}
