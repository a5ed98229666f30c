//! The matrix of needs and neighbourhoods, computed from evidence, and what its empty cells mean.

use kernel::{FieldError, Uuid, vocabulary};

use super::evidence::SMALL_COUNT;
use super::figures::{check_base, check_value, shown_value};
use super::{CoverageState, Need, Unit};

/// What a channel reached in a neighbourhood.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageText {
    /// Which of three things is known.
    pub state: CoverageState,
    /// The figure, when one is known.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Option<Unit>,
    /// How many people it is counted out of, when known.
    pub base: Option<i64>,
    /// What it is counted out of.
    pub base_label: String,
    /// What a reader must know.
    pub note: String,
}

/// A cell of the coverage.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageCell {
    /// The channel.
    pub channel: Uuid,
    /// Its label.
    pub channel_label: String,
    /// The neighbourhood.
    pub area: Uuid,
    /// What is known.
    pub text: CoverageText,
    /// How many times it was changed.
    pub revision: i64,
}

impl CoverageCell {
    /// Whether somebody was heard there for sure.
    pub fn is_heard(&self) -> bool {
        self.text.state == CoverageState::Recorded && self.text.value.is_some_and(|value| value > 0.0)
    }

    /// Whether the figure is too small to be printed next to a neighbourhood.
    pub fn is_small(&self) -> bool {
        let is_people = matches!(self.text.unit, Some(Unit::People | Unit::Answers));
        is_people && self.text.value.is_some_and(|value| value > 0.0 && value < SMALL_COUNT)
    }
}

/// How many pieces of evidence support a need in a neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mentions {
    /// The need.
    pub need: Uuid,
    /// The neighbourhood.
    pub area: Uuid,
    /// Number of pieces of evidence.
    pub count: i64,
    /// Of which those whose source names no channel.
    pub unstated_count: i64,
}

/// How much a need weighs: nothing is weighted, everything is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// The need.
    pub need: Uuid,
    /// Pieces of evidence.
    pub evidence_count: i64,
    /// Different channels they came by.
    pub channel_count: i64,
    /// Pieces whose source names no channel.
    pub unstated_count: i64,
}

impl Weight {
    /// « 5 preuves, 2 canaux, 1 sans canal connu ». Channels are left out of what must lead back to nobody.
    pub fn french(&self, with_channels: bool) -> String {
        let count = |number, one: &str, many: &str| kernel::french::count(number, one, many);
        let mut parts = vec![count(self.evidence_count, "preuve", "preuves")];
        if with_channels && self.channel_count > 0 {
            parts.push(count(self.channel_count, "canal", "canaux"));
        }
        if with_channels && self.unstated_count > 0 {
            parts.push(format!("{} sans canal connu", kernel::french::integer(self.unstated_count)));
        }
        parts.join(", ")
    }
}

vocabulary! {
    /// In which order needs are read.
    Order {
        /// As they were put in.
        Given => "besoin", "Ordre des références";
        /// Those named in most neighbourhoods first, then by pieces of evidence.
        Marks => "citations", "Les plus cités d’abord";
        /// Subject by subject.
        Theme => "theme", "Par thème";
    }
}

/// Whether anybody was listened to in a neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Yes, by one channel at least.
    Heard,
    /// Perhaps: channels were used, the source does not say from which neighbourhood people answered.
    Unknown,
    /// No channel went there.
    Nobody,
}

/// A cell of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Named, by so many pieces of evidence.
    Mentioned(i64),
    /// People were listened to there and none named it.
    NotMentioned,
    /// Nobody was asked there.
    NotAsked,
}

/// A need and its marks, one for each neighbourhood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridRow {
    /// The need.
    pub need: Need,
    /// Marks, in the order of the neighbourhoods.
    pub marks: Vec<Mark>,
}

/// The matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Needs, in order.
    pub rows: Vec<GridRow>,
    /// For each neighbourhood, whether anybody was listened to.
    pub reach: Vec<Reach>,
    /// For each neighbourhood, how many needs were named.
    pub totals: Vec<i64>,
    /// Number of pieces of evidence shown.
    pub evidence_count: i64,
    /// Of which those whose source names no channel.
    pub unstated_count: i64,
    /// Pieces of evidence about neighbourhoods that are not shown.
    pub elsewhere_count: i64,
}

/// Puts evidence and coverage together.
pub fn grid(areas: &[Uuid], needs: Vec<Need>, mentions: &[Mentions], coverage: &[CoverageCell]) -> Grid {
    let reach: Vec<Reach> = areas.iter().map(|area| reach(*area, coverage)).collect();
    let find = |need: Uuid, area: Uuid| mentions.iter().find(|one| one.need == need && one.area == area);
    let rows: Vec<GridRow> = needs
        .into_iter()
        .map(|need| {
            let mark = |(area, reach): (&Uuid, &Reach)| match (find(need.id, *area), reach) {
                (Some(found), _) => Mark::Mentioned(found.count),
                (None, Reach::Nobody) => Mark::NotAsked,
                (None, _) => Mark::NotMentioned,
            };
            GridRow { marks: areas.iter().zip(&reach).map(mark).collect(), need }
        })
        .collect();
    let is_shown = |one: &&Mentions| rows.iter().any(|row| row.need.id == one.need);
    let (here, elsewhere): (Vec<&Mentions>, Vec<&Mentions>) =
        mentions.iter().filter(is_shown).partition(|one| areas.contains(&one.area));
    let evidence_count = here.iter().map(|one| one.count).sum();
    let unstated_count = here.iter().map(|one| one.unstated_count).sum();
    let elsewhere_count = elsewhere.iter().map(|one| one.count).sum();
    let named = |rank: usize| rows.iter().filter(|row| matches!(row.marks.get(rank), Some(Mark::Mentioned(_)))).count();
    let totals = (0..areas.len()).map(|rank| i64::try_from(named(rank)).unwrap_or(i64::MAX)).collect();
    Grid { rows, reach, totals, evidence_count, unstated_count, elsewhere_count }
}

impl Grid {
    /// The same matrix in an order; `themes` are the subjects in theirs. Equal rows keep their place.
    #[must_use]
    pub fn sorted(mut self, order: Order, themes: &[Uuid], weights: &[Weight]) -> Self {
        let named = |row: &GridRow| row.marks.iter().filter(|mark| matches!(mark, Mark::Mentioned(_))).count();
        let weight =
            |row: &GridRow| weights.iter().find(|one| one.need == row.need.id).map_or(0, |one| one.evidence_count);
        match order {
            Order::Given => {}
            Order::Marks => self.rows.sort_by_key(|row| std::cmp::Reverse((named(row), weight(row)))),
            Order::Theme => self.rows.sort_by_key(|row| themes.iter().position(|theme| *theme == row.need.text.theme)),
        }
        self
    }
}

fn reach(area: Uuid, coverage: &[CoverageCell]) -> Reach {
    let here = || coverage.iter().filter(|cell| cell.area == area);
    if here().any(CoverageCell::is_heard) {
        Reach::Heard
    } else if here().any(|cell| cell.text.state == CoverageState::DistributionUnknown) {
        Reach::Unknown
    } else {
        Reach::Nobody
    }
}

/// What to know before reading the matrix, one sentence for each trap found. `names` are those of the areas.
pub fn prudence(grid: &Grid, areas: &[(Uuid, &str)], coverage: &[CoverageCell]) -> Vec<String> {
    let mut sentences = Vec::new();
    for ((area, name), reach) in areas.iter().zip(&grid.reach) {
        let here: Vec<&CoverageCell> = coverage.iter().filter(|cell| cell.area == *area).collect();
        match reach {
            Reach::Nobody => {
                sentences.push(format!("{name} : aucun canal n’y a entendu personne. Ses cases vides ne disent rien."));
                continue;
            }
            Reach::Unknown => sentences.push(format!(
                "{name} : les sources ne disent pas si quelqu’un de ce quartier a été entendu. Ses cases vides ne prouvent rien."
            )),
            Reach::Heard => {}
        }
        let loudest = here
            .iter()
            .filter(|cell| cell.is_heard() && cell.text.unit == Some(Unit::Percent))
            .max_by(|a, b| a.text.value.partial_cmp(&b.text.value).unwrap_or(std::cmp::Ordering::Equal));
        for silent in here.iter().filter(|cell| cell.text.state == CoverageState::NotAsked) {
            let share = loudest.and_then(|cell| Some((cell, cell.text.value?))).map(|(cell, value)| {
                let base = cell
                    .text
                    .base
                    .map(|base| format!(" (base : {})", kernel::french::integer(base)))
                    .unwrap_or_default();
                format!(
                    ", alors que le quartier réunit {} des réponses du canal « {} »{base}",
                    shown_value(value, Unit::Percent),
                    cell.channel_label
                )
            });
            sentences.push(format!(
                "{name} : personne n’y a été entendu par le canal « {} »{}. Une case vide n’y veut pas dire que le besoin n’existe pas.",
                silent.channel_label,
                share.unwrap_or_default()
            ));
        }
    }
    if grid.unstated_count > 0 {
        sentences.push(format!(
            "La source ne dit pas par quel canal {} sur {} ont été recueillies.",
            kernel::french::count(grid.unstated_count, "preuve", "preuves"),
            kernel::french::integer(grid.evidence_count)
        ));
    }
    if grid.elsewhere_count > 0 {
        sentences.push(format!(
            "{} sur des quartiers qui ne figurent pas dans ce tableau.",
            kernel::french::count(grid.elsewhere_count, "preuve porte", "preuves portent")
        ));
    }
    sentences
}

/// What is wrong with a cell of the coverage.
pub fn check_coverage(text: &CoverageText) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if text.state != CoverageState::Recorded {
        return errors;
    }
    match text.value {
        None => errors.push(FieldError::new("effectif", "Saisissez l’effectif, ou choisissez un autre état")),
        Some(value) => errors.extend(check_value("effectif", "L’effectif", value, text.unit)),
    }
    if text.unit.is_none() {
        errors.push(FieldError::new("unite", "Choisissez ce qui est compté"));
    }
    errors.extend(check_base(&text.base_label));
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::NeedText;

    fn cell(channel: u128, area: u128, state: CoverageState, value: Option<f64>, unit: Unit) -> CoverageCell {
        let text = CoverageText {
            state,
            value,
            unit: Some(unit),
            base: Some(157),
            base_label: "b".into(),
            note: String::new(),
        };
        CoverageCell {
            channel: Uuid::from_u128(channel),
            channel_label: format!("C{channel}"),
            area: Uuid::from_u128(area),
            text,
            revision: 1,
        }
    }

    fn need(id: u128) -> Need {
        let text = NeedText { label: "N".into(), theme: Uuid::nil(), sensitivity: None, note: String::new() };
        Need { id: Uuid::from_u128(id), code: "B".into(), text, theme_label: String::new(), revision: 1 }
    }

    #[test]
    fn silence_where_nobody_was_asked_is_another_sign() {
        let areas = [Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3)];
        let coverage = [
            cell(7, 1, CoverageState::NotAsked, None, Unit::Gatherings),
            cell(8, 1, CoverageState::Recorded, Some(31.0), Unit::Percent),
            cell(7, 2, CoverageState::NotAsked, None, Unit::Gatherings),
        ];
        let mentions = [
            Mentions { need: Uuid::from_u128(5), area: areas[1], count: 2, unstated_count: 1 },
            Mentions { need: Uuid::from_u128(5), area: Uuid::from_u128(99), count: 4, unstated_count: 0 },
        ];
        let grid = grid(&areas, vec![need(5), need(6)], &mentions, &coverage);
        assert_eq!(grid.rows[0].marks, [Mark::NotMentioned, Mark::Mentioned(2), Mark::NotAsked]);
        assert_eq!(grid.rows[1].marks, [Mark::NotMentioned, Mark::NotAsked, Mark::NotAsked]);
        assert_eq!((grid.totals, grid.evidence_count, grid.elsewhere_count), (vec![0, 1, 0], 2, 4));
    }

    #[test]
    fn rows_are_sorted_by_marks_or_by_subject_and_equal_rows_stay() {
        let areas = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let filed = |id: u128, theme: u128| {
            let mut need = need(id);
            need.text.theme = Uuid::from_u128(theme);
            need
        };
        let mention = |need: u128, area: usize, count| Mentions {
            need: Uuid::from_u128(need),
            area: areas[area],
            count,
            unstated_count: 0,
        };
        let told = [mention(5, 0, 9), mention(6, 0, 1), mention(6, 1, 1), mention(8, 1, 1)];
        let weight = |need: u128, evidence_count| Weight {
            need: Uuid::from_u128(need),
            evidence_count,
            channel_count: 1,
            unstated_count: 0,
        };
        let weights = [weight(5, 9), weight(6, 2), weight(8, 1)];
        let grid = grid(&areas, vec![filed(5, 51), filed(6, 50), filed(7, 51), filed(8, 50)], &told, &[]);
        let themes = [Uuid::from_u128(50), Uuid::from_u128(51)];
        let ids = |order| {
            let sorted = grid.clone().sorted(order, &themes, &weights);
            sorted.rows.iter().map(|row| row.need.id.as_u128()).collect::<Vec<_>>()
        };
        assert_eq!(ids(Order::Given), [5, 6, 7, 8]);
        assert_eq!(ids(Order::Marks), [6, 5, 8, 7]);
        assert_eq!(ids(Order::Theme), [6, 8, 5, 7]);
        let told = Weight { need: areas[0], evidence_count: 5, channel_count: 2, unstated_count: 1 };
        assert_eq!(told.french(true), "5\u{a0}preuves, 2\u{a0}canaux, 1 sans canal connu");
        assert_eq!(told.french(false), "5\u{a0}preuves");
    }

    #[test]
    fn prudence_names_the_silent_channel_and_what_the_place_weighs() {
        let areas = [Uuid::from_u128(1)];
        let coverage = [
            cell(7, 1, CoverageState::NotAsked, None, Unit::Gatherings),
            cell(8, 1, CoverageState::Recorded, Some(31.0), Unit::Percent),
        ];
        let grid = grid(&areas, vec![need(5)], &[], &coverage);
        let sentences = prudence(&grid, &[(areas[0], "Bastide")], &coverage);
        assert_eq!(sentences.len(), 1);
        assert!(
            sentences[0]
                .contains("« C7 », alors que le quartier réunit 31\u{a0}% des réponses du canal « C8 » (base : 157)"),
            "{sentences:?}"
        );
    }

    #[test]
    fn a_figure_comes_with_its_base() {
        let mut text = cell(1, 1, CoverageState::Recorded, Some(131.0), Unit::Percent).text;
        text.base_label.clear();
        let fields: Vec<String> = check_coverage(&text).into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["effectif", "base-libelle"]);
        text.state = CoverageState::NotAsked;
        assert_eq!(check_coverage(&text), []);
        assert!(cell(1, 1, CoverageState::Recorded, Some(3.0), Unit::People).is_small());
        assert!(!cell(1, 1, CoverageState::Recorded, Some(3.0), Unit::Gatherings).is_small());
    }
}
