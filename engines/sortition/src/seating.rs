//! Printed panels with their people: members of a type take turns in an order drawn by lot, one of a household at most.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::chance::Chance;
use crate::draw::Draw;
use crate::model::Panel;
use crate::pool::Pool;

/// Tells members of types apart: panels are shuffled, then members take turns in an order drawn by lot.
pub fn members(pool: &Pool, draw: &Draw, mut panels: Vec<Panel>, chance: &mut Chance) -> Vec<Vec<u32>> {
    chance.shuffle(&mut panels);
    let mut order = draw.members.clone();
    for members in &mut order {
        chance.shuffle(members);
    }
    let mut queues: Vec<VecDeque<u32>> = order.iter().map(|members| members.iter().copied().collect()).collect();
    let mut printed: Vec<Vec<u32>> = Vec::with_capacity(panels.len());
    let mut shared: Vec<Vec<(usize, Vec<u32>)>> = Vec::new();
    // Each panel leaves once its people are known: both are long.
    for panel in panels {
        let mut seated = Seated { pool, queues: &queues, chosen: Vec::new(), holder: BTreeMap::new() };
        let mut by_class: Vec<(u32, Vec<u32>)> = Vec::new();
        // The fewest first: large types always have somebody else.
        let mut types: Vec<(u32, u32)> = panel;
        types.sort_by_key(|(of, _)| (order[*of as usize].len(), *of));
        for (of, count) in &types {
            let at = *of as usize;
            if let Some(class) = draw.classes[at] {
                match by_class.iter_mut().find(|(known, _)| *known == class) {
                    Some((_, types)) => types.extend(std::iter::repeat_n(*of, *count as usize)),
                    None => by_class.push((class, vec![*of; *count as usize])),
                }
                continue;
            }
            for _ in 0..*count {
                seated.seat(*of, &mut BTreeSet::new());
            }
        }
        let chosen = seated.chosen;
        let people = chosen.iter().map(|(_, person)| *person).collect();
        for (of, person) in chosen {
            let queue = &mut queues[of as usize];
            if let Some(at) = queue.iter().position(|one| *one == person) {
                queue.remove(at);
                queue.push_back(person);
            }
        }
        for (class, types) in by_class {
            let class = class as usize;
            if shared.len() <= class {
                shared.resize(class + 1, Vec::new());
            }
            shared[class].push((printed.len(), types));
        }
        printed.push(people);
    }
    for uses in shared.iter().filter(|uses| !uses.is_empty()) {
        for (panel, people) in households(pool, &order, uses) {
            printed[panel].extend(people);
        }
    }
    for people in &mut printed {
        people.sort_unstable();
    }
    printed
}

/// A panel being filled: who has a seat, and for which household.
struct Seated<'a> {
    pool: &'a Pool,
    queues: &'a [VecDeque<u32>],
    chosen: Vec<(u32, u32)>,
    holder: BTreeMap<u32, (u32, u32)>,
}

impl Seated<'_> {
    /// Gives a seat to the first of a type whose household has none; or somebody of a household leaves hers to another
    /// of her own type.
    fn seat(&mut self, of: u32, asked: &mut BTreeSet<u32>) -> bool {
        let queue = &self.queues[of as usize];
        let home = |person: u32| self.pool.people[person as usize].household;
        let waits = |person: &u32| !self.chosen.contains(&(of, *person));
        let is_free = |person: &u32| home(*person).is_none_or(|home| !self.holder.contains_key(&home));
        if let Some(person) = queue.iter().copied().find(|person| waits(person) && is_free(person)) {
            if let Some(home) = home(person) {
                self.holder.insert(home, (of, person));
            }
            self.chosen.push((of, person));
            return true;
        }
        let waiting: Vec<u32> = queue.iter().copied().filter(waits).collect();
        for person in waiting {
            let Some(home) = self.pool.people[person as usize].household else { continue };
            if !asked.insert(home) {
                continue;
            }
            let Some(leaves) = self.holder.insert(home, (of, person)) else { continue };
            self.chosen.retain(|one| *one != leaves);
            self.chosen.push((of, person));
            if self.seat(leaves.0, asked) {
                return true;
            }
            self.chosen.retain(|one| *one != (of, person));
            self.chosen.push(leaves);
            self.holder.insert(home, leaves);
        }
        false
    }
}

/// Members of types that live in households alike: each panel takes at most one of a household, tickets stay even.
fn households(pool: &Pool, order: &[Vec<u32>], uses: &[(usize, Vec<u32>)]) -> Vec<(usize, Vec<u32>)> {
    let home = |person: u32| pool.people[person as usize].household;
    let mut tickets: BTreeMap<u32, i64> = BTreeMap::new();
    let mut chosen: Vec<(usize, Vec<u32>)> = Vec::with_capacity(uses.len());
    for (panel, types) in uses {
        let mut people: Vec<u32> = Vec::with_capacity(types.len());
        for of in types {
            let is_free = |person: &&u32| people.iter().all(|other| home(*other) != home(**person));
            let least = order[*of as usize].iter().filter(is_free).min_by_key(|person| tickets.get(person).copied());
            if let Some(person) = least.copied() {
                *tickets.entry(person).or_default() += 1;
                people.push(person);
            }
        }
        chosen.push((*panel, people));
    }
    even(&home, order, uses, &mut chosen, &mut tickets);
    chosen
}

/// Gives tickets of those who have most to those of the same type who have least, two households changing places where
/// both are in the panel.
fn even(
    home: &dyn Fn(u32) -> Option<u32>,
    order: &[Vec<u32>],
    uses: &[(usize, Vec<u32>)],
    chosen: &mut [(usize, Vec<u32>)],
    tickets: &mut BTreeMap<u32, i64>,
) {
    let mut types: Vec<u32> = uses.iter().flat_map(|(_, types)| types.iter().copied()).collect();
    types.sort_unstable();
    types.dedup();
    for _ in 0..20 {
        let mut is_changed = false;
        for of in &types {
            let members = &order[*of as usize];
            loop {
                let count = |person: &u32| tickets.get(person).copied().unwrap_or_default();
                let (Some(least), Some(most)) =
                    (members.iter().min_by_key(|p| count(p)), members.iter().max_by_key(|p| count(p)))
                else {
                    break;
                };
                let (least, most) = (*least, *most);
                if count(&most) - count(&least) <= 1 {
                    break;
                }
                let mut is_moved = false;
                for ((_, people), (_, kinds)) in chosen.iter_mut().zip(uses) {
                    let Some(at) = people.iter().position(|person| *person == most) else { continue };
                    let other = people.iter().position(|person| home(*person) == home(least));
                    match other {
                        None => people[at] = least,
                        Some(other) if other != at => {
                            // The household of `least` is there through somebody else: she leaves it to her fellow.
                            let kind = kinds[other] as usize;
                            let leaves = people[other];
                            let Some(comes) = order[kind].iter().copied().find(|person| home(*person) == home(most))
                            else {
                                continue;
                            };
                            if count_of(tickets, leaves) <= count_of(tickets, comes) {
                                continue;
                            }
                            people[at] = least;
                            people[other] = comes;
                            *tickets.entry(leaves).or_default() -= 1;
                            *tickets.entry(comes).or_default() += 1;
                        }
                        Some(_) => continue,
                    }
                    *tickets.entry(most).or_default() -= 1;
                    *tickets.entry(least).or_default() += 1;
                    is_moved = true;
                    break;
                }
                if !is_moved {
                    break;
                }
                is_changed = true;
            }
        }
        if !is_changed {
            return;
        }
    }
}

fn count_of(tickets: &BTreeMap<u32, i64>, person: u32) -> i64 {
    tickets.get(&person).copied().unwrap_or_default()
}

/// How many panels each person of the pool is in.
pub fn tickets(people: usize, panels: &[Vec<u32>]) -> Vec<u32> {
    let mut tickets = vec![0; people];
    for person in panels.iter().flatten() {
        tickets[*person as usize] += 1;
    }
    tickets
}
