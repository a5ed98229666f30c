//! Entries built, and worked out in the order of the plan.

use super::session::{Entry, LONGEST, MOST_ENTRIES, MOST_TIMES, MOST_WORK, Session};
use crate::expression::{Expression, Node as Place, Value, answer_text, evaluate};
use crate::model::{Kind, Metadata};

impl Session<'_> {
    /// Builds the entries of an item and of what it holds.
    pub(super) fn build(&mut self, node: usize, parent: Option<usize>, prefix: &str) {
        if self.plan.nodes[node].item.kind == Kind::Repeat {
            let key = format!("{prefix}{}", self.plan.nodes[node].key);
            for position in 1..=self.times_typed(node, &key) {
                self.build_one(node, parent, prefix, position);
            }
        } else {
            self.build_one(node, parent, prefix, 1);
        }
    }

    /// One instance.
    pub(super) fn build_one(&mut self, node: usize, parent: Option<usize>, prefix: &str, position: usize) {
        if self.entries.len() >= MOST_ENTRIES {
            self.is_too_long = true;
            return;
        }
        let plan = self.plan;
        let is_repeat = plan.nodes[node].item.kind == Kind::Repeat;
        let mut key = format!("{prefix}{}", plan.nodes[node].key);
        if is_repeat {
            key.push_str(&format!("[{position}]"));
        }
        let number = self.entries.len();
        self.entries.push(Entry {
            node,
            parent,
            position,
            typed: self.answers.get(&key).cloned().filter(|_| !is_repeat),
            value: String::new(),
            is_relevant: false,
            children: Vec::new(),
            key: key.clone(),
        });
        self.of_node[node].push(number);
        self.by_key.insert(key.clone(), number);
        match parent {
            Some(parent) => {
                // Instances of one repeat stay together.
                let children = &self.entries[parent].children;
                let after = children.iter().rposition(|child| self.entries[*child].node <= node).map_or(0, |at| at + 1);
                self.entries[parent].children.insert(after, number);
            }
            None => {
                let after = self.roots.iter().rposition(|root| self.entries[*root].node <= node).map_or(0, |at| at + 1);
                self.roots.insert(after, number);
            }
        }
        let inner = if is_repeat { format!("{key}/") } else { prefix.to_owned() };
        for child in &plan.nodes[node].children {
            self.build(*child, Some(number), &inner);
        }
    }

    /// How many times a repeat was asked for: said under its own key, or shown by the answers there are; once at first.
    fn times_typed(&self, node: usize, key: &str) -> usize {
        if self.plan.nodes[node].repeat_count.is_some() {
            return 0;
        }
        if let Some(count) = self.answers.get(key).and_then(|text| text.trim().parse::<usize>().ok()) {
            return count.min(MOST_TIMES);
        }
        let start = format!("{key}[");
        let found = self.answers.range(start.clone()..).take_while(|(key, _)| key.starts_with(&start));
        let index = |key: &str| key[start.len()..].split(']').next().and_then(|digits| digits.parse::<usize>().ok());
        found.filter_map(|(key, _)| index(key)).max().unwrap_or(1).clamp(1, MOST_TIMES)
    }

    /// Works out an item everywhere it stands.
    pub(super) fn work_out(&mut self, node: usize) {
        if self.plan.nodes[node].item.kind == Kind::Repeat {
            self.count(node);
        }
        for place in 0..self.of_node[node].len() {
            let entry = self.of_node[node][place];
            self.entries[entry].is_relevant = self.relevance(entry);
            let value = if self.entries[entry].is_relevant { self.worked_out(entry) } else { String::new() };
            self.entries[entry].value = value;
        }
    }

    fn relevance(&self, entry: usize) -> bool {
        let Entry { node, parent, .. } = self.entries[entry];
        let is_around = parent.is_none_or(|parent| self.entries[parent].is_relevant);
        // A condition that cannot be worked out hides nothing.
        is_around && self.plan.nodes[node].relevant.as_ref().is_none_or(|condition| self.holds(condition, entry, true))
    }

    fn worked_out(&self, entry: usize) -> String {
        let node = &self.plan.nodes[self.entries[entry].node];
        if node.item.kind.is_container() {
            return String::new();
        }
        if let Some(calculation) = &node.calculation {
            return self.text_of(calculation, entry);
        }
        if let Some(understood) = self.understood(entry) {
            return understood;
        }
        match (&node.default, &node.item.default, &node.item.kind) {
            (Some(default), ..) => self.text_of(default, entry),
            (None, Some(default), kind) => super::typed::normal(kind, default),
            (_, _, Kind::Metadata(Metadata::Today)) => self.circumstances.now.date().to_string(),
            (_, _, Kind::Metadata(Metadata::Start | Metadata::End)) => self.circumstances.now.to_string(),
            _ => String::new(),
        }
    }

    /// Makes as many instances as the form says, under each parent.
    fn count(&mut self, node: usize) {
        let plan = self.plan;
        let Some(count) = &plan.nodes[node].repeat_count else {
            return self.recount(node);
        };
        let parents: Vec<Option<usize>> = match plan.nodes[node].parent {
            Some(parent) => self.of_node[parent].iter().copied().map(Some).collect(),
            None => vec![None],
        };
        for parent in parents {
            // The count is asked beside the repeat, not inside it.
            let place = parent.map_or(Place::Root, Place::Answer);
            let value = self.evaluated(count, &place, &place);
            let wanted = value.map_or(0.0, |value| value.number(self));
            let wanted = if wanted.is_nan() { 0.0 } else { wanted.clamp(0.0, 1e9) };
            self.is_too_long |= wanted > MOST_TIMES as f64;
            self.resize(node, parent, (wanted as usize).min(MOST_TIMES));
        }
    }

    /// The count said by the person may have changed.
    fn recount(&mut self, node: usize) {
        let plan = self.plan;
        let parents: Vec<Option<usize>> = match plan.nodes[node].parent {
            Some(parent) => self.of_node[parent].iter().copied().map(Some).collect(),
            None => vec![None],
        };
        for parent in parents {
            let key = format!("{}{}", self.prefix(parent), plan.nodes[node].key);
            let wanted = self.times_typed(node, &key);
            self.resize(node, parent, wanted);
        }
    }

    /// What comes before the keys of what stands in an entry.
    pub(super) fn prefix(&self, entry: Option<usize>) -> String {
        let mut at = entry;
        while let Some(number) = at {
            let entry = &self.entries[number];
            if self.plan.nodes[entry.node].item.kind == Kind::Repeat {
                return format!("{}/", entry.key);
            }
            at = entry.parent;
        }
        String::new()
    }

    fn resize(&mut self, node: usize, parent: Option<usize>, wanted: usize) {
        let among = parent.map_or(&self.roots, |parent| &self.entries[parent].children);
        let there: Vec<usize> = among.iter().copied().filter(|entry| self.entries[*entry].node == node).collect();
        for position in there.len() + 1..=wanted {
            let prefix = self.prefix(parent);
            self.build_one(node, parent, &prefix, position);
        }
        for entry in there.into_iter().skip(wanted) {
            self.remove_entry(entry);
        }
    }

    /// Takes an instance away; what was typed in it is kept aside.
    fn remove_entry(&mut self, entry: usize) {
        match self.entries[entry].parent {
            Some(parent) => self.entries[parent].children.retain(|child| *child != entry),
            None => self.roots.retain(|root| *root != entry),
        }
        let mut left = vec![entry];
        while let Some(entry) = left.pop() {
            left.extend(std::mem::take(&mut self.entries[entry].children));
            let node = self.entries[entry].node;
            self.of_node[node].retain(|other| *other != entry);
            self.by_key.remove(&self.entries[entry].key);
        }
    }

    /// Whether a condition holds at an entry.
    pub(super) fn holds(&self, condition: &Expression, entry: usize, otherwise: bool) -> bool {
        match self.value_of(condition, entry) {
            Some(value) => value.truth(self),
            None => otherwise,
        }
    }

    pub(super) fn value_of(&self, expression: &Expression, entry: usize) -> Option<Value> {
        let place = Place::Answer(entry);
        self.evaluated(expression, &place, &place)
    }

    /// Evaluates, as long as there is something left to pay with.
    pub(super) fn evaluated(&self, expression: &Expression, here: &Place, current: &Place) -> Option<Value> {
        self.evaluations.set(self.evaluations.get() + 1);
        let value = evaluate(expression, self, here, current, &self.left);
        self.is_exhausted.set(self.is_exhausted.get() || value.is_none());
        value
    }

    /// What one page may cost.
    pub(super) fn refuel(&self) {
        self.left.set(MOST_WORK);
    }

    fn text_of(&self, expression: &Expression, entry: usize) -> String {
        let text = self.value_of(expression, entry).map(|value| answer_text(&value, self)).unwrap_or_default();
        if text.len() > LONGEST {
            self.is_exhausted.set(true);
            return String::new();
        }
        text
    }
}
