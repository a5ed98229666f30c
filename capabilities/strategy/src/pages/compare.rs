//! `/gestion/contrats/{id}/comparaison`: the tree at two moments side by side, with who changed each node and why.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Pagination};
use jiff::civil::Date;
use kernel::{Moment, Uuid, french};
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::readable;
use super::show::asked_page;
use super::told::titles_of;
use crate::rules::{
    Aspect, Change, Contract, LevelChange, LevelNames, NamedVersion, Node, Write, aspects, differences, names_at,
    parts, standing,
};
use crate::store;

/// Bytes of markup the lines of one page may take.
const ROOM: usize = 28_000;

/// One aspect before and after.
pub(super) struct Side {
    pub aspect: &'static str,
    pub before: String,
    pub after: String,
}

/// One node that differs.
pub(super) struct DifferenceLine {
    pub title: String,
    pub news: &'static str,
    pub sides: Vec<Side>,
    pub who: Vec<String>,
}

impl DifferenceLine {
    fn cost(&self) -> usize {
        let sides: usize = self.sides.iter().map(|side| 160 + side.before.len() + side.after.len()).sum();
        300 + self.title.len() + sides + self.who.iter().map(|who| who.len() + 12).sum::<usize>()
    }
}

#[derive(Template)]
#[template(path = "pages/compare.html")]
pub(super) struct ComparePage {
    pub frame: Frame,
    pub form: Form,
    pub choices: Vec<Choice>,
    pub sentence: String,
    pub lines: Vec<DifferenceLine>,
    pub pages: Pagination,
}

/// One end of the comparison.
struct End {
    seq: i64,
    words: String,
}

/// What an end is when nothing was chosen.
#[derive(Clone, Copy)]
enum Otherwise {
    Nothing,
    Now,
}

/// The whole day, to its last moment.
fn end_of(day: Date, house: &House) -> Option<Moment> {
    let next = day.tomorrow().ok()?.to_zoned(house.settings.zone.clone()).ok()?;
    Some(Moment(next.timestamp().as_millisecond() - 1))
}

async fn end(
    tx: &mut database::Tx,
    house: &House,
    (contract, versions): (Uuid, &[NamedVersion]),
    (chosen, day): (&str, Option<Date>),
    otherwise: Otherwise,
) -> Result<End, Fault> {
    if let Some(version) = versions.iter().find(|version| version.id.to_string() == chosen) {
        return Ok(End { seq: version.seq, words: format!("« {} »", version.name) });
    }
    if let Some((day, moment)) = day.and_then(|day| Some((day, end_of(day, house)?))) {
        let seq = store::history::rank_at(tx, contract, moment).await?;
        return Ok(End { seq, words: format!("le {} au soir", french::date(day)) });
    }
    Ok(match otherwise {
        Otherwise::Nothing => End { seq: 0, words: "le tout début".to_owned() },
        Otherwise::Now => End { seq: i64::MAX, words: "maintenant".to_owned() },
    })
}

/// What the nodes around a difference are called, before and after.
struct Names<'a> {
    /// What levels were called at each end.
    levels: [HashMap<Uuid, LevelNames>; 2],
    nodes: HashMap<Uuid, &'a Node>,
    tags: HashMap<String, String>,
}

impl Names<'_> {
    /// What an aspect of a node was, at the first end or at the last.
    fn said(&self, aspect: Aspect, node: &Node, end: usize) -> String {
        let text = &node.text;
        match aspect {
            Aspect::New | Aspect::Gone => format!("{} {}", text.code, text.title),
            Aspect::Code => text.code.clone(),
            Aspect::Title => text.title.clone(),
            Aspect::Summary => text.summary.clone(),
            Aspect::Note => text.note.clone(),
            Aspect::Parent => match node.parent {
                Some(id) => self.nodes.get(&id).map_or("Un élément supprimé depuis".to_owned(), |above| {
                    format!("{} {}", above.text.code, above.text.title)
                }),
                None => "En haut de l’arbre".to_owned(),
            },
            Aspect::Level => {
                let level = self.levels.get(end).and_then(|levels| levels.get(&node.level));
                level.map(|level| level.singular.clone()).unwrap_or_default()
            }
            Aspect::Rank => String::new(),
            Aspect::Tags => {
                let key = |tag| crate::rules::tags_text(std::slice::from_ref(tag));
                let words = node.tags.iter().filter_map(|tag| self.tags.get(&key(tag)).cloned());
                words.collect::<Vec<_>>().join(", ")
            }
        }
    }

    fn sides(&self, write: &Write) -> Vec<Side> {
        let said = |aspect, node: &Option<Node>, end| {
            node.as_ref().map(|node| self.said(aspect, node, end)).unwrap_or_default()
        };
        let side = |aspect: Aspect| {
            let (before, after) = match aspect {
                Aspect::Rank => ("Un autre rang parmi ses voisins".to_owned(), "Le rang d’aujourd’hui".to_owned()),
                _ => (said(aspect, &write.before, 0), said(aspect, &write.after, 1)),
            };
            Side { aspect: aspect.french(), before, after }
        };
        aspects(write).into_iter().map(side).collect()
    }

    /// Levels that are not called the same at both ends.
    fn renamed(&self, changes: &[LevelChange], who: &mut HashMap<Uuid, Vec<String>>) -> Vec<DifferenceLine> {
        let [before, after] = &self.levels;
        let mut seen = HashSet::new();
        let mut lines = Vec::new();
        for level in changes.iter().map(|change| change.level).filter(|level| seen.insert(*level)) {
            let Some(was) = before.get(&level) else { continue };
            let is = after.get(&level);
            if is == Some(was) {
                continue;
            }
            let told = |names: &LevelNames| format!("{} ({})", names.singular, names.plural);
            lines.push(DifferenceLine {
                title: format!("Niveau {}", is.unwrap_or(was).singular),
                news: if is.is_some() { "Renommé" } else { Aspect::Gone.french() },
                sides: vec![Side {
                    aspect: Aspect::Level.french(),
                    before: told(was),
                    after: is.map(told).unwrap_or_default(),
                }],
                who: who.remove(&level).unwrap_or_default(),
            });
        }
        lines
    }
}

/// Who did what to each node in between, the last first, in a sentence.
fn doers(changes: &[Change], touched: &[(i64, Uuid)], house: &House) -> HashMap<Uuid, Vec<String>> {
    let by_rank: HashMap<i64, &Change> = changes.iter().map(|change| (change.seq, change)).collect();
    let mut all: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (seq, node) in touched.iter().rev() {
        let Some(change) = by_rank.get(seq) else { continue };
        let why = if change.why.is_empty() { String::new() } else { format!(". {}", change.why) };
        let who = if change.author.is_empty() { String::new() } else { format!(", par {}", change.author) };
        let when = super::history::when(change.made_at, house);
        all.entry(*node).or_default().push(format!("{} {when}{who}{why}", change.kind.french()));
    }
    all
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = readable(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let versions = store::amendment::versions(&mut tx, contract.id).await?;
    let form = asked.form();
    let mut errors = Vec::new();
    let mut day = |name: &str, label: &str| {
        form.date(name, label).unwrap_or_else(|error| {
            errors.push(error);
            None
        })
    };
    let (from_day, to_day) = (day("du", "la date de départ"), day("au", "la date d’arrivée"));
    let about = (contract.id, versions.as_slice());
    let from = end(&mut tx, &house, about, (asked.text("de"), from_day), Otherwise::Nothing).await?;
    let to = end(&mut tx, &house, about, (asked.text("a"), to_day), Otherwise::Now).await?;
    let (from, to) = if from.seq <= to.seq { (from, to) } else { (to, from) };

    let all = store::history::versions(&mut tx, contract.id, to.seq).await?;
    let level_changes = store::history::level_changes(&mut tx, contract.id).await?;
    let mut touched: Vec<(i64, Uuid)> =
        all.iter().filter(|one| one.seq > from.seq).map(|one| (one.seq, one.node.id)).collect();
    let in_between = |one: &&LevelChange| one.seq > from.seq && one.seq <= to.seq;
    touched.extend(level_changes.iter().filter(in_between).map(|one| (one.seq, one.level)));
    let before = standing(all.iter().filter(|one| one.seq <= from.seq).cloned().collect());
    let after = standing(all);
    let changes = store::history::between(&mut tx, contract.id, (from.seq, to.seq)).await?;
    let mut who = doers(&changes, &touched, &house);
    let levels = store::tree::levels(&mut tx, contract.id).await?;
    let names = Names {
        nodes: before.iter().chain(&after).map(|node| (node.id, node)).collect(),
        tags: titles_of(&mut tx, contract.id, before.iter().chain(&after)).await?,
        levels: [from.seq, to.seq].map(|rank| names_at(&levels, &level_changes, rank)),
    };
    let line = |write: &Write| {
        let node = write.after.as_ref().or(write.before.as_ref());
        let news = match (&write.before, &write.after) {
            (None, _) => Aspect::New.french(),
            (_, None) => Aspect::Gone.french(),
            _ => "Modifié",
        };
        DifferenceLine {
            title: node.map(|node| format!("{} {}", node.text.code, node.text.title)).unwrap_or_default(),
            news,
            sides: names.sides(write),
            who: node.and_then(|node| who.remove(&node.id)).unwrap_or_default(),
        }
    };
    let nodes: Vec<DifferenceLine> = differences(&before, &after).iter().map(line).collect();
    let counted = french::count(nodes.len() as i64, "élément diffère", "éléments diffèrent");
    let mut lines = names.renamed(&level_changes, &mut who);
    lines.extend(nodes);
    let page = asked_page(&asked);
    let lengths: Vec<usize> = parts(&lines, ROOM, DifferenceLine::cost).iter().map(|part| part.len()).collect();
    let at = page.clamp(1, lengths.len());
    let start: usize = lengths[..at - 1].iter().sum();
    let shown: Vec<DifferenceLine> = lines.drain(start..).take(lengths[at - 1]).collect();
    let query: Vec<String> = asked
        .pairs()
        .iter()
        .filter(|(name, value)| name != "page" && !value.is_empty())
        .map(|(name, value)| format!("{}={}", answer::encode(name), answer::encode(value)))
        .collect();
    let base = format!("/gestion/contrats/{}/comparaison?{}&page=", contract.id, query.join("&"));
    let frame = visit.back_office("Ce qui a changé").with_breadcrumb(super::reader_above(&visit, &contract));
    let is_wrong = !errors.is_empty();
    let form = form.with_errors(errors);
    let drawn = ComparePage {
        frame: frame.with_form(&form),
        form,
        choices: versions.iter().map(|version| Choice::new(version.id.to_string(), &version.name)).collect(),
        sentence: format!("Entre {} et {} : {counted}.", from.words, to.words),
        lines: shown,
        pages: Pagination::new(at as u32, lengths.len() as u64, 1, base),
    };
    if is_wrong { answer::page_to_correct(&drawn) } else { answer::page(&drawn) }
}
