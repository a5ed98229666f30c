//! The yearly statement a signatory annexes to its budget (CGCT, article L2313-1): receipts and spending of the contract, actions, means
//! of each party, those of the policy of the city apart from ordinary ones; and the sentences of what is missing.

use kernel::{Cents, Moment, Uuid, french};

use super::{Amount, Confidence, Method, Pledged, sum_of};

/// What a party brings in the year.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Its name.
    pub name: String,
    /// Whether it is the signatory whose statement it is.
    pub is_own: bool,
    /// Specific credits voted and told; none: no vote is known.
    pub voted: Option<i64>,
    /// Of which paid in the year, whatever was paid back.
    pub paid: Option<i64>,
    /// Paid back to it in the year.
    pub back: Option<i64>,
    /// Ordinary means voted on calls.
    pub granted_common_law: Option<i64>,
    /// Ordinary means it told.
    pub common_law: Option<Amount>,
    /// People’s time it told, in hundredths.
    pub fte: Option<i64>,
}

impl Party {
    /// What it really spent in the year: paid, less what came back. None while nothing moved.
    pub fn spent(&self) -> Option<i64> {
        match (self.paid, self.back) {
            (None, None) => None,
            (paid, back) => Some(paid.unwrap_or(0).saturating_sub(back.unwrap_or(0))),
        }
    }

    /// Whether nothing is known of what it brings.
    pub fn is_silent(&self) -> bool {
        self.voted.is_none() && self.granted_common_law.is_none() && self.common_law.is_none() && self.fte.is_none()
    }
}

/// An action of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementAction {
    /// Its title.
    pub title: String,
    /// Who carries it.
    pub carrier: String,
    /// Its neighbourhoods.
    pub areas: String,
    /// Specific credits voted by the signatory.
    pub own_specific: i64,
    /// Ordinary means voted by the signatory.
    pub own_common_law: i64,
    /// Specific credits voted by others.
    pub others_specific: i64,
    /// Ordinary means voted by others.
    pub others_common_law: i64,
    /// Paid by the signatory in the year, less what came back.
    pub spent: i64,
    /// Paid back to the signatory in the year.
    pub back: i64,
}

/// A line of ordinary means of the signatory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// The scheme.
    pub label: String,
    /// The theme, or nothing.
    pub theme: String,
    /// The neighbourhood, or the whole contract.
    pub area: String,
    /// The amount.
    pub amount: Option<Amount>,
    /// People’s time.
    pub fte: Option<i64>,
    /// How it was valued.
    pub method: Option<Method>,
    /// How far it can be trusted.
    pub confidence: Option<Confidence>,
    /// Why, and where it comes from.
    pub why: String,
}

/// A post or a gift the statement tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementMean {
    /// What it is.
    pub label: String,
    /// Who pays, who receives.
    pub between: String,
    /// Of specific credits, of ordinary ones, or of a firm.
    pub nature: &'static str,
    /// In the year.
    pub amount: Option<Amount>,
}

/// The statement of a signatory for a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The contract.
    pub contract: String,
    /// The signatory.
    pub signatory: String,
    /// The year.
    pub year: i64,
    /// Organisations that stand for it.
    pub organisations: Vec<String>,
    /// What it promised.
    pub pledged: Pledged,
    /// Every party, itself first.
    pub parties: Vec<Party>,
    /// Actions of the year.
    pub actions: Vec<StatementAction>,
    /// Its lines.
    pub lines: Vec<StatementLine>,
    /// Themes of the contract of which no line of it speaks.
    pub silent_themes: Vec<String>,
    /// Posts it employs or pays, gifts of firms.
    pub means: Vec<StatementMean>,
    /// What it received for the contract: what, how much.
    pub receipts: Vec<(String, i64)>,
}

impl Statement {
    /// The party whose statement it is.
    pub fn own(&self) -> Option<&Party> {
        self.parties.iter().find(|party| party.is_own)
    }

    /// Specific credits it voted, what it paid of them less what came back, and its ordinary means, in cents; nought for what is not known: the gaps tell it.
    pub fn totals(&self) -> (i64, i64, i64) {
        let own = self.own();
        let told = own.and_then(|one| one.common_law).and_then(Amount::cents).unwrap_or(0);
        let granted = own.and_then(|one| one.granted_common_law).unwrap_or(0);
        (
            own.and_then(|one| one.voted).unwrap_or(0),
            own.and_then(Party::spent).unwrap_or(0),
            told.saturating_add(granted),
        )
    }
}

/// A statement as it was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementVersion {
    /// Which.
    pub id: Uuid,
    /// The signatory.
    pub signatory: Uuid,
    /// The year.
    pub year: i64,
    /// Its number, from 1.
    pub number: i64,
    /// Specific credits voted.
    pub specific_cents: i64,
    /// Of which paid, less what came back.
    pub paid_cents: i64,
    /// Ordinary means.
    pub common_law_cents: i64,
    /// How many gaps it tells.
    pub gaps: i64,
    /// The mark of what it says.
    pub mark: String,
    /// What was said when it was approved.
    pub note: String,
    /// When.
    pub approved_at: Moment,
    /// By whom.
    pub by_name: String,
}

fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

/// What is missing in a statement, each a sentence.
pub fn gaps(of: &Statement) -> Vec<String> {
    let (name, year) = (&of.signatory, of.year);
    let mut all = Vec::new();
    if of.organisations.is_empty() {
        all.push(format!(
            "Aucune organisation de la plateforme n’est reliée à {name} : ses crédits et ses moyens ne peuvent pas être réunis."
        ));
    }
    let own = of.own();
    match (own.and_then(|one| one.voted), own.and_then(|one| one.paid)) {
        (None, _) => all.push(format!("Aucun crédit spécifique voté par {name} et notifié n’est connu pour {year}.")),
        (Some(voted), None | Some(0)) if voted > 0 => {
            all.push(format!("Aucun versement de {name} n’est connu en {year}, sur {} votés.", euros(voted)));
        }
        _ => {}
    }
    if of.lines.is_empty() {
        all.push(format!("Rien n’est saisi pour les moyens de droit commun de {name} en {year}."));
    } else {
        all.extend(of.silent_themes.iter().map(|theme| {
            format!("Rien n’est saisi pour le thème « {theme} » dans les moyens de droit commun de {name}.")
        }));
    }
    all.extend(promises(of));
    let count = |is: &dyn Fn(&StatementLine) -> bool| of.lines.iter().filter(|line| is(line)).count() as i64;
    let weak = count(&|line| line.confidence == Some(Confidence::Low));
    if weak > 0 {
        let lines = french::count(weak, "ligne est de faible confiance", "lignes sont de faible confiance");
        all.push(format!("{lines} : leurs montants sont des ordres de grandeur."));
    }
    for (amount, singular, plural) in [
        (Amount::NotAsked, "ligne n’a pas été demandée", "lignes n’ont pas été demandées"),
        (Amount::NotDisclosed, "ligne n’est pas diffusée", "lignes ne sont pas diffusées"),
    ] {
        let lines = count(&|line| line.amount == Some(amount));
        if lines > 0 {
            all.push(format!("{} : elles ne sont pas dans les totaux.", french::count(lines, singular, plural)));
        }
    }
    let silent: Vec<&str> =
        of.parties.iter().filter(|one| !one.is_own && one.is_silent()).map(|one| one.name.as_str()).collect();
    if !silent.is_empty() {
        all.push(format!("Rien n’est saisi pour : {}.", silent.join(", ")));
    }
    all.iter().map(|sentence| french::spaced(sentence)).collect()
}

/// What was promised and is not there.
fn promises(of: &Statement) -> Option<String> {
    let (name, year, pledged) = (&of.signatory, of.year, of.pledged);
    if pledged.is_nothing() {
        return Some(format!("{name} n’a promis aucun moyen de droit commun chiffré dans le contrat."));
    }
    let brought = sum_of(of.lines.iter().filter_map(|line| line.amount)).and_then(Amount::cents).unwrap_or(0);
    let promised = pledged.cents.filter(|promised| *promised > brought)?;
    Some(format!(
        "{name} a promis {} de droit commun pour {year} : {} sont saisis, il manque {}.",
        euros(promised),
        euros(brought),
        euros(promised - brought)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> Statement {
        let party = |name: &str, is_own: bool| Party {
            name: name.into(),
            is_own,
            voted: is_own.then_some(300_000),
            paid: None,
            back: None,
            granted_common_law: None,
            common_law: None,
            fte: None,
        };
        Statement {
            contract: "Contrat d’essai".into(),
            signatory: "Ville d’essai".into(),
            year: 2026,
            organisations: vec!["Ville".into()],
            pledged: Pledged { cents: Some(500_000), ..Pledged::default() },
            parties: vec![party("Ville d’essai", true), party("Région", false)],
            actions: Vec::new(),
            lines: Vec::new(),
            silent_themes: vec!["Habiter".into()],
            means: Vec::new(),
            receipts: Vec::new(),
        }
    }

    #[test]
    fn what_came_back_is_taken_off_what_was_paid() {
        let mut one = statement();
        assert_eq!((one.parties[0].spent(), one.totals().1), (None, 0), "nothing moved");
        (one.parties[0].paid, one.parties[0].back) = (Some(300_000), Some(120_050));
        assert_eq!((one.parties[0].spent(), one.totals().1), (Some(179_950), 179_950));
        // Paid a year, paid back the year after.
        (one.parties[0].paid, one.parties[0].back) = (None, Some(120_050));
        assert_eq!(one.totals().1, -120_050);
    }

    #[test]
    fn what_is_missing_is_told_as_sentences() {
        let bare: Vec<String> = gaps(&statement()).iter().map(|one| one.replace(['\u{a0}', '\u{202f}'], " ")).collect();
        let told = bare.join(" / ");
        for sentence in [
            "Aucun versement de Ville d’essai n’est connu en 2026, sur 3 000 € votés.",
            "Rien n’est saisi pour les moyens de droit commun de Ville d’essai en 2026.",
            "il manque 5 000 €",
            "Rien n’est saisi pour : Région.",
        ] {
            assert!(told.contains(sentence), "{sentence}: {told}");
        }
        assert!(!told.contains("Habiter"), "a theme is told only beside others: {told}");
        let line = StatementLine {
            label: "Voirie".into(),
            theme: "Grandir".into(),
            area: "Tout le contrat".into(),
            amount: Some(Amount::Known(500_000)),
            fte: None,
            method: Some(Method::Estimate),
            confidence: Some(Confidence::Low),
            why: String::new(),
        };
        let told = gaps(&Statement { lines: vec![line], ..statement() }).join(" / ");
        assert!(told.contains("Habiter") && told.contains("faible confiance") && !told.contains("il manque"), "{told}");
    }
}
