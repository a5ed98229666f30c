//! What can be taken out of the listening, and what holds it in place: nothing goes while something else needs it.

use kernel::french;

/// What can be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removable {
    /// A consultation opened by mistake.
    Consultation,
    /// A channel.
    Channel,
    /// A gathering.
    Gathering,
    /// A figure.
    Figure,
    /// Figures set side by side.
    Comparison,
    /// A subject of needs.
    Theme,
    /// A family of actions.
    Solution,
    /// A need.
    Need,
    /// A proposal.
    Proposal,
}

/// In the place of a table: links of the thread that leave it.
pub const THREAD: &str = "lineage";

/// Rows of a table that need the thing: table (or [`THREAD`]), column, French singular and plural.
pub type Holder = (&'static str, &'static str, &'static str, &'static str);

impl Removable {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Consultation,
        Self::Channel,
        Self::Gathering,
        Self::Figure,
        Self::Comparison,
        Self::Theme,
        Self::Solution,
        Self::Need,
        Self::Proposal,
    ];

    /// Its word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Consultation => "concertation",
            Self::Channel => "canal",
            Self::Gathering => "rencontre",
            Self::Figure => "chiffre",
            Self::Comparison => "rapprochement",
            Self::Theme => "theme",
            Self::Solution => "famille",
            Self::Need => "besoin",
            Self::Proposal => "piste",
        }
    }

    /// The one of that word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// « ce canal ».
    pub const fn french(self) -> &'static str {
        match self {
            Self::Consultation => "cette concertation",
            Self::Channel => "ce canal",
            Self::Gathering => "cette rencontre",
            Self::Figure => "ce chiffre",
            Self::Comparison => "ce rapprochement de chiffres",
            Self::Theme => "ce thème",
            Self::Solution => "cette famille d’actions",
            Self::Need => "ce besoin",
            Self::Proposal => "cette piste d’action",
        }
    }

    /// Its table.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Consultation => "consultation",
            Self::Channel => "channel",
            Self::Gathering => "gathering",
            Self::Figure => "consultation_figure",
            Self::Comparison => "figure_comparison",
            Self::Theme => "need_theme",
            Self::Solution => "solution_theme",
            Self::Need => "need",
            Self::Proposal => "proposal",
        }
    }

    /// What may need it.
    pub const fn holders(self) -> &'static [Holder] {
        match self {
            Self::Consultation => &[
                ("channel", "consultation", "canal", "canaux"),
                ("evidence", "consultation", "preuve", "preuves"),
                ("consultation_figure", "consultation", "chiffre", "chiffres"),
                ("figure_comparison", "consultation", "rapprochement de chiffres", "rapprochements de chiffres"),
            ],
            Self::Channel => &[
                ("gathering", "channel", "rencontre", "rencontres"),
                ("coverage", "channel", "case de la couverture", "cases de la couverture"),
                ("evidence", "channel", "preuve", "preuves"),
                ("consultation_figure", "channel", "chiffre", "chiffres"),
            ],
            Self::Gathering => &[("evidence", "gathering", "preuve", "preuves")],
            Self::Figure => &[("compared_figure", "figure", "rapprochement de chiffres", "rapprochements de chiffres")],
            Self::Comparison => &[],
            Self::Theme => &[("need", "theme", "besoin", "besoins")],
            Self::Solution => &[("proposal", "theme", "piste d’action", "pistes d’action")],
            Self::Need => &[
                ("evidence", "need", "preuve, retirée ou non", "preuves, retirées ou non"),
                (THREAD, "", "piste, objectif ou action qui y répond", "pistes, objectifs ou actions qui y répondent"),
            ],
            Self::Proposal => &[(THREAD, "", "action qui en est née", "actions qui en sont nées")],
        }
    }

    /// Why it cannot go; nothing when nothing needs it. `held` counts the rows of each holder, in order.
    pub fn refusal(self, held: &[i64]) -> Option<String> {
        let needing: Vec<String> = self
            .holders()
            .iter()
            .zip(held)
            .filter(|(_, count)| **count > 0)
            .map(|((_, _, singular, plural), count)| french::count(*count, singular, plural))
            .collect();
        let (last, before) = needing.split_last()?;
        let list = if before.is_empty() { last.clone() } else { format!("{} et {last}", before.join(", ")) };
        let is_one = held.iter().sum::<i64>() == 1;
        let depends = if is_one { "en dépend" } else { "en dépendent" };
        let removed = if self.is_feminine() { "retirée" } else { "retiré" };
        let name = self.french();
        Some(format!("C{} ne peut pas être {removed} : {list} {depends}", name.get(1..).unwrap_or_default()))
    }

    const fn is_feminine(self) -> bool {
        matches!(self, Self::Consultation | Self::Gathering | Self::Solution | Self::Proposal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_stays_and_the_sentence_says_by_what() {
        assert_eq!(Removable::Channel.refusal(&[0, 0, 0, 0]), None);
        assert_eq!(
            Removable::Channel.refusal(&[0, 5, 1, 0]).as_deref(),
            Some("Ce canal ne peut pas être retiré : 5\u{a0}cases de la couverture et 1\u{a0}preuve en dépendent")
        );
        assert_eq!(
            Removable::Gathering.refusal(&[1]).as_deref(),
            Some("Cette rencontre ne peut pas être retirée : 1\u{a0}preuve en dépend")
        );
    }

    #[test]
    fn each_has_a_word_of_its_own() {
        for one in Removable::ALL {
            assert_eq!(Removable::from_code(one.code()), Some(one));
        }
    }
}
