//! Weights of panels turned into whole numbers of copies, so that what each person is printed stays within a ticket or so
//! of her probability. Squares of what is missing are brought down by exchanging one copy for another, which a table of
//! products of panels answers in one sum; types left too far weigh more at the next turn, and panels nobody has printed
//! yet are asked for where those known do not suffice. No chance: the same lottery gives the same copies.

use std::borrow::Cow;

use crate::exact::{float, ratio};
use crate::lottery::{Lottery, WHOLE, face};
use crate::model::{Model, Panel};
use crate::search::{Found, Goal, Search};

/// Tickets within which a person is near enough to her probability for the search to stop.
const NEAR: f64 = 1.0;
/// Tickets beyond which new panels are asked for.
const FAR: f64 = 1.25;
/// Turns of exchanges after which the best copies are taken.
const TURNS: usize = 60;
/// Turns without progress after which new panels are asked for.
const PATIENCE: usize = 8;
/// Panels that leave for which a better one is asked at once.
const AT_ONCE: usize = 4;
/// Nodes of one search.
const NODES: u64 = 2_000;
/// How much more a type weighs once it is too far.
const RAISE: f64 = 1.4;
/// Panels tried first at each exchange.
const FIRST: usize = 16;

/// Copies of panels being counted.
struct Copies<'a> {
    model: &'a Model,
    /// Those of the lottery are not copied.
    panels: Vec<Cow<'a, Panel>>,
    copies: Vec<u32>,
    /// Seats of each type over all copies.
    counts: Vec<i64>,
    /// Seats asked for.
    aims: Vec<f64>,
    /// What a seat too many or missing costs, squared.
    weights: Vec<f64>,
    /// Panels that hold each type, and how many of it: a few thousand panels of ten thousand seats at most, kept in two bytes each.
    holders: Vec<Vec<(u16, u16)>>,
    /// Weighted products of panels.
    products: Products,
    /// Weighted product of each panel with what is too much.
    pulls: Vec<f64>,
    /// Room of an exchange, kept from one to the next: taken anew each time, it would leave holes that add up.
    room: Room,
}

/// What an exchange compares.
#[derive(Default)]
struct Room {
    /// What one more copy of each panel changes.
    comes: Vec<(f64, usize)>,
    /// What one copy less of those printed changes.
    leaves: Vec<(f64, usize)>,
}

/// Products of panels two by two, each kept once: they are most of what a draw holds in memory.
#[derive(Default)]
struct Products {
    /// Of each panel, with those before it and itself.
    rows: Vec<Vec<f64>>,
}

impl Products {
    fn of(&self, one: usize, other: usize) -> f64 {
        self.rows[one.max(other)][one.min(other)]
    }

    /// A panel with itself.
    fn square(&self, rank: usize) -> f64 {
        self.rows[rank][rank]
    }

    /// Of one panel, with every panel in order.
    fn with_all(&self, rank: usize) -> impl Iterator<Item = f64> {
        let before = self.rows[rank].iter().copied();
        before.chain(self.rows[rank + 1..].iter().map(move |row| row[rank]))
    }
}

/// Copies of the panels of a lottery, so many in all.
pub(crate) fn round(model: &Model, lottery: &Lottery, many: usize) -> Vec<Panel> {
    let mut copies = Copies::new(model, lottery, many);
    copies.complete(many);
    copies.descend();
    let mut best = (copies.furthest(), copies.copies.clone());
    let mut search: Option<Search> = None;
    let mut idle = 0;
    for _ in 0..TURNS {
        if best.0 <= NEAR || (best.0 <= FAR && idle >= PATIENCE) {
            break;
        }
        copies.weigh();
        copies.descend();
        if best.0 > FAR && idle > 0 {
            copies.ask(search.get_or_insert_with(|| face(model, &lottery.target)));
        }
        let far = copies.furthest();
        idle += 1;
        if far < best.0 - 1e-9 {
            best = (far, copies.copies.clone());
            idle = 0;
        }
    }
    // What is not needed any more leaves before panels are copied.
    drop((copies.products, copies.holders));
    let kept = copies.panels.into_iter().zip(best.1);
    kept.flat_map(|(panel, many)| std::iter::repeat_n(panel.into_owned(), many as usize)).collect()
}

impl<'a> Copies<'a> {
    fn new(model: &'a Model, lottery: &'a Lottery, many: usize) -> Self {
        let sizes = model.types.iter().map(|of| f64::from(of.size));
        let aims: Vec<f64> =
            lottery.probabilities.iter().zip(sizes).map(|(p, n)| float(&(p * ratio(many as i128, 1))) * n).collect();
        // Alone, somebody may be a ticket and a half away; of several, tickets go round: the count may leave the two
        // whole numbers around what is asked for by the nearer one.
        let weight = |(of, aim): (&crate::model::Type, &f64)| {
            let size = f64::from(of.size);
            let each = aim / size;
            let room = if of.size == 1 { 1.5 } else { size * (1.0 - (each - libm::round(each)).abs()) };
            1.0 / (room * room)
        };
        let mut held = vec![0; model.len()];
        for (of, _) in lottery.panels.iter().flatten() {
            held[*of as usize] += 1;
        }
        let mut copies = Self {
            model,
            panels: Vec::new(),
            copies: Vec::new(),
            counts: vec![0; model.len()],
            weights: model.types.iter().zip(&aims).map(weight).collect(),
            aims,
            holders: held.into_iter().map(Vec::with_capacity).collect(),
            products: Products::default(),
            pulls: Vec::new(),
            room: Room::default(),
        };
        for (panel, weight) in lottery.panels.iter().zip(&lottery.weights) {
            let whole = (u128::from(*weight) * many as u128 / u128::from(WHOLE)) as u32;
            for (of, count) in panel {
                copies.counts[*of as usize] += i64::from(*count) * i64::from(whole);
            }
            copies.add(Cow::Borrowed(panel));
            if let Some(printed) = copies.copies.last_mut() {
                *printed = whole;
            }
        }
        copies.measure();
        copies
    }

    /// Adds a panel, of which no copy is printed yet.
    fn add(&mut self, panel: Cow<'a, Panel>) {
        let rank = self.panels.len();
        let mut products = vec![0.0; rank + 1];
        for (of, count) in panel.iter() {
            let of = *of as usize;
            let part = self.weights[of] * f64::from(*count);
            let held = &mut self.holders[of];
            // A panel now and then joins those there were: no need to double.
            held.reserve_exact(usize::from(held.len() == held.capacity()) * 4);
            held.push((rank as u16, *count as u16));
            for (other, theirs) in &self.holders[of] {
                products[*other as usize] += part * f64::from(*theirs);
            }
        }
        self.products.rows.push(products);
        self.pulls.push(panel.iter().map(|(of, count)| self.pull(*of as usize) * f64::from(*count)).sum());
        self.panels.push(panel);
        self.copies.push(0);
    }

    /// Seats of a type too many; fewer than nothing when some are missing.
    fn excess(&self, of: usize) -> f64 {
        self.counts[of] as f64 - self.aims[of]
    }

    /// The same, as it weighs.
    fn pull(&self, of: usize) -> f64 {
        self.weights[of] * self.excess(of)
    }

    /// Counts anew what pulls each panel.
    fn measure(&mut self) {
        let pulls: Vec<f64> = (0..self.model.len()).map(|of| self.pull(of)).collect();
        for (pull, panel) in self.pulls.iter_mut().zip(&self.panels) {
            *pull = panel.iter().map(|(of, count)| pulls[*of as usize] * f64::from(*count)).sum();
        }
    }

    /// Prints one more or one less of a panel.
    fn print(&mut self, rank: usize, is_more: bool) {
        let sign = if is_more { 1 } else { -1 };
        for (of, count) in self.panels[rank].iter() {
            self.counts[*of as usize] += sign * i64::from(*count);
        }
        let sign = sign as f64;
        for (pull, product) in self.pulls.iter_mut().zip(self.products.with_all(rank)) {
            *pull += sign * product;
        }
        self.copies[rank] = if is_more { self.copies[rank] + 1 } else { self.copies[rank] - 1 };
    }

    /// Prints what is missing to the number asked for, each time what lessens squares most.
    fn complete(&mut self, many: usize) {
        let printed: usize = self.copies.iter().map(|copies| *copies as usize).sum();
        for _ in printed..many {
            let mut best = (0, f64::INFINITY);
            for (rank, pull) in self.pulls.iter().enumerate() {
                let cost = 2.0 * pull + self.products.square(rank);
                if cost < best.1 {
                    best = (rank, cost);
                }
            }
            self.print(best.0, true);
        }
    }

    /// Exchanges copies while squares go down.
    fn descend(&mut self) {
        let mut room = std::mem::take(&mut self.room);
        self.descend_in(&mut room);
        self.room = room;
    }

    fn descend_in(&mut self, Room { comes: order, leaves }: &mut Room) {
        let many = self.panels.len();
        // A panel or two more at the next: no need to double.
        order.reserve_exact(many.saturating_sub(order.len()));
        for _ in 0..20 * many {
            order.clear();
            order.extend(
                self.pulls.iter().enumerate().map(|(rank, pull)| (2.0 * pull + self.products.square(rank), rank)),
            );
            leaves.clear();
            leaves.extend(
                (0..many)
                    .filter(|rank| self.copies[*rank] > 0)
                    .map(|rank| (self.products.square(rank) - 2.0 * self.pulls[rank], rank)),
            );
            let first = FIRST.min(many);
            if first < many {
                order.select_nth_unstable_by(first - 1, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            }
            let mut best = (usize::MAX, usize::MAX, -1e-9);
            for (at, (comes, rank)) in order.iter().enumerate() {
                if at == first && best.0 != usize::MAX {
                    break;
                }
                for (leaving, other) in leaves.iter() {
                    let change = comes + leaving - 2.0 * self.products.of(*rank, *other);
                    if change < best.2 && rank != other {
                        best = (*rank, *other, change);
                    }
                }
            }
            let (comes, leaves, _) = best;
            if comes == usize::MAX {
                return;
            }
            self.print(comes, true);
            self.print(leaves, false);
        }
    }

    /// Tickets by which the furthest person of a type is away from her probability.
    fn tickets(&self, of: usize) -> f64 {
        let size = i64::from(self.model.types[of].size);
        let each = self.aims[of] / size as f64;
        let (least, most) = (self.counts[of].div_euclid(size), -(-self.counts[of]).div_euclid(size));
        (each - least as f64).max(most as f64 - each)
    }

    fn furthest(&self) -> f64 {
        (0..self.model.len()).map(|of| self.tickets(of)).fold(0.0, f64::max)
    }

    /// Makes types that are too far weigh more.
    fn weigh(&mut self) {
        let furthest = self.furthest();
        let limit = NEAR.max(furthest - 0.15);
        for of in 0..self.model.len() {
            if self.tickets(of) < limit {
                continue;
            }
            let more = self.weights[of] * (RAISE - 1.0);
            self.weights[of] += more;
            // Holders come in the order of panels: those before one, and itself, are in its row.
            for (at, (one, count)) in self.holders[of].iter().enumerate() {
                let part = more * f64::from(*count);
                let row = &mut self.products.rows[*one as usize];
                for (other, theirs) in &self.holders[of][..=at] {
                    row[*other as usize] += part * f64::from(*theirs);
                }
            }
        }
        self.measure();
    }

    /// Asks for panels that would do better than some of those printed, and exchanges them.
    fn ask(&mut self, search: &mut Search) {
        let mut leaves: Vec<(f64, usize)> = (0..self.panels.len())
            .filter(|rank| self.copies[*rank] > 0)
            .map(|rank| (self.products.square(rank) - 2.0 * self.pulls[rank], rank))
            .collect();
        leaves.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (_, rank) in leaves.into_iter().take(AT_ONCE) {
            if self.copies[rank] == 0 {
                continue;
            }
            let mut excess: Vec<f64> = (0..self.model.len()).map(|of| self.excess(of)).collect();
            for (of, count) in self.panels[rank].iter() {
                excess[*of as usize] -= f64::from(*count);
            }
            // What one more of each type brings, once that panel has left.
            let gains: Vec<f64> =
                excess.iter().zip(&self.weights).map(|(excess, weight)| -weight * (2.0 * excess + 1.0)).collect();
            let most = gains.iter().fold(0.0_f64, |most, gain| most.max(gain.abs())).max(1e-300);
            let gains: Vec<f64> = gains.iter().map(|gain| gain / most).collect();
            let now: f64 = self.panels[rank].iter().map(|(of, count)| gains[*of as usize] * f64::from(*count)).sum();
            match search.find(&gains, Goal::Above(now + 1e-6), NODES) {
                Found::Panel(panel)
                    if self.model.accepts(&panel) && !self.panels.iter().any(|known| **known == panel) =>
                {
                    self.add(Cow::Owned(panel));
                    self.descend();
                }
                _ => {}
            }
        }
    }
}
