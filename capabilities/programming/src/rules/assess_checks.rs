//! What a file must have before anybody judges it: each check a sentence, computed, never typed.

use jiff::civil::Date;
use kernel::{Cents, Uuid, french, vocabulary};

use super::ReportStand;

vocabulary! {
    /// What is checked.
    Topic {
        /// The call was open when the file came.
        Opening => "opening", "Dépôt dans les délais";
        /// Who applies is known to the State.
        Identity => "identity", "Identité du porteur";
        /// The commitments are signed.
        Commitments => "commitments", "Contrat d’engagement républicain";
        /// What the carrier keeps once for all is there and in force.
        Standing => "standing", "Pièces du porteur";
        /// The budget balances.
        Budget => "budget", "Budget équilibré";
        /// A neighbourhood is chosen.
        Areas => "areas", "Quartiers";
        /// What the call asks to join is there.
        Attachments => "attachments", "Pièces demandées";
        /// A funder gives nothing under its floor.
        Floor => "floor", "Plancher du financeur";
        /// A funder gives no more than its share.
        Ceiling => "ceiling", "Plafond du financeur";
        /// The report of last year is there.
        Report => "report", "Compte rendu de l’an passé";
    }
}

/// Whether a check is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Met {
    /// It is not.
    No,
    /// Nobody here can say.
    Unknown,
    /// It is.
    Yes,
}

/// One check, told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is checked.
    pub topic: Topic,
    /// Whether it is met.
    pub met: Met,
    /// The sentence.
    pub sentence: String,
    /// The project concerned; none: the whole file.
    pub project: Option<Uuid>,
    /// What a request for completion would reopen, by the name the form gives it; empty: nothing of the applicant’s.
    pub key: String,
}

impl Check {
    fn new(topic: Topic, is_met: bool, sentence: impl Into<String>) -> Self {
        let met = if is_met { Met::Yes } else { Met::No };
        Self { topic, met, sentence: french::spaced(&sentence.into()), project: None, key: String::new() }
    }

    fn reopens(mut self, key: &str) -> Self {
        self.key = key.to_owned();
        self
    }

    const fn of(mut self, project: Uuid) -> Self {
        self.project = Some(project);
        self
    }
}

/// What is known of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// The day it came.
    pub filed_on: Option<Date>,
    /// The last day of the call.
    pub closed_on: Option<Date>,
    /// Whether the call was open at that very moment.
    pub was_open: bool,
    /// Why it was admitted late, when it was.
    pub late_reason: String,
    /// What is known once of the carrier; nothing when nobody here keeps it.
    pub carrier: Option<CarrierFacts>,
    /// Attachments the call asks of the whole file: what it is, whether it is there.
    pub attachments: Vec<(String, String, bool)>,
    /// Its projects.
    pub projects: Vec<ProjectFacts>,
}

/// What is known once of a carrier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarrierFacts {
    /// Its SIRET.
    pub siret: Option<String>,
    /// Its RNA number.
    pub rna: Option<String>,
    /// Whether it signed the commitments in force.
    pub has_commitments: bool,
    /// What its sheet lacks or has expired, a sentence each.
    pub standing: Vec<String>,
    /// Where the reports on last year’s money stand, and the last day of the one that is awaited; nothing when nothing was
    /// granted, or nobody can say.
    pub report: Option<(ReportStand, Date)>,
}

/// What is known of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectFacts {
    /// Which.
    pub id: Uuid,
    /// How many neighbourhoods it names.
    pub area_count: usize,
    /// Years of its budget.
    pub budgets: Vec<BudgetFacts>,
    /// What it asks, by funder.
    pub asked: Vec<AskedFacts>,
    /// Attachments the call asks of each project: key, what it is, whether it is there.
    pub attachments: Vec<(String, String, bool)>,
}

/// A year of a budget, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BudgetFacts {
    /// The year.
    pub year: i64,
    /// Charges, without contributions in kind.
    pub charges: i64,
    /// Products, without them.
    pub products: i64,
    /// Contributions in kind, as uses (86).
    pub kind_charges: i64,
    /// The same as resources (87).
    pub kind_products: i64,
}

/// What is asked of one funder for one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedFacts {
    /// Its name.
    pub funder: String,
    /// The year.
    pub year: i64,
    /// How much, in cents.
    pub asked: i64,
    /// Its floor, in cents.
    pub floor: Option<i64>,
    /// Its ceiling, in thousandths of what the project costs.
    pub ceiling_permille: Option<i64>,
}

/// Every check of a file, in the order of the topics.
pub fn checks(file: &FileFacts) -> Vec<Check> {
    let mut all = vec![opening(file)];
    match &file.carrier {
        Some(carrier) => all.extend(carrier_checks(carrier)),
        None => {
            let sentence =
                "La fiche du porteur n’est pas tenue ici : vérifiez vous-même son identité et ses engagements.";
            all.push(Check { met: Met::Unknown, ..Check::new(Topic::Identity, false, sentence) });
        }
    }
    all.extend(file.attachments.iter().map(attachment));
    for project in &file.projects {
        let own = budget(project).into_iter().chain([areas(project)]).chain(amounts(project));
        all.extend(own.chain(project.attachments.iter().map(attachment)).map(|check| check.of(project.id)));
    }
    all.sort_by_key(|check| check.topic);
    all
}

fn carrier_checks(carrier: &CarrierFacts) -> Vec<Check> {
    let mut all = vec![identity(carrier), commitments(carrier)];
    all.extend(carrier.standing.iter().map(|told| Check::new(Topic::Standing, false, told.clone())));
    if carrier.standing.is_empty() {
        all.push(Check::new(Topic::Standing, true, "La fiche et les pièces du porteur sont à jour."));
    }
    all.extend(report(carrier));
    all
}

/// How many checks are not met, of how many.
pub fn missing(checks: &[Check]) -> usize {
    checks.iter().filter(|check| check.met == Met::No).count()
}

/// « Dossier complet », « 2 points à compléter ».
pub fn verdict(checks: &[Check]) -> String {
    match missing(checks) {
        0 => "Rien ne manque à ce dossier.".to_owned(),
        count => {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            format!("{} à compléter ou à corriger.", french::count(count, "point", "points"))
        }
    }
}

fn opening(file: &FileFacts) -> Check {
    let Some(filed) = file.filed_on else {
        return Check::new(Topic::Opening, false, "Le dossier n’est pas déposé.");
    };
    let day = french::date(filed);
    if file.was_open {
        return Check::new(Topic::Opening, true, format!("Déposé le {day}, l’appel étant ouvert."));
    }
    match file.late_reason.trim() {
        "" => {
            let closed = file.closed_on.map(|day| format!(", après la clôture du {}", french::date(day)));
            Check::new(Topic::Opening, false, format!("Déposé le {day}{}.", closed.unwrap_or_default()))
        }
        why => Check::new(Topic::Opening, true, format!("Déposé le {day}, admis après la clôture : {why}.")),
    }
}

fn identity(carrier: &CarrierFacts) -> Check {
    match (&carrier.siret, &carrier.rna) {
        (Some(siret), Some(rna)) => {
            Check::new(Topic::Identity, true, format!("Le porteur a un SIRET ({siret}) et un numéro RNA ({rna})."))
        }
        (Some(siret), None) => Check::new(Topic::Identity, true, format!("Le porteur a un SIRET ({siret}).")),
        (None, Some(rna)) => Check::new(
            Topic::Identity,
            false,
            format!("Le porteur a un numéro RNA ({rna}) et pas de SIRET : il en faut un pour recevoir une subvention."),
        ),
        (None, None) => Check::new(Topic::Identity, false, "Le porteur n’a donné ni SIRET ni numéro RNA."),
    }
}

fn commitments(carrier: &CarrierFacts) -> Check {
    let sentence = match carrier.has_commitments {
        true => "Le contrat d’engagement républicain est signé.",
        false => "Le contrat d’engagement républicain n’est pas signé, ou l’est dans une version ancienne.",
    };
    Check::new(Topic::Commitments, carrier.has_commitments, sentence)
}

fn attachment((key, label, is_there): &(String, String, bool)) -> Check {
    let sentence = if *is_there { format!("Pièce jointe : « {label} ».") } else { format!("« {label} » manque.") };
    Check::new(Topic::Attachments, *is_there, sentence).reopens(key)
}

fn budget(project: &ProjectFacts) -> Vec<Check> {
    if project.budgets.is_empty() {
        return vec![Check::new(Topic::Budget, false, "Le budget n’est pas rempli.").reopens("budget")];
    }
    let euros = |cents: i64| french::euros(Cents(cents));
    let told = |of: &BudgetFacts| {
        let year = of.year;
        let (gap, kind_gap) = (of.charges - of.products, of.kind_charges - of.kind_products);
        let check = if of.charges == 0 {
            Check::new(Topic::Budget, false, format!("Le budget {year} n’a aucune charge."))
        } else if gap != 0 {
            let sentence = format!(
                "Le budget {year} n’est pas équilibré : {} de charges, {} de produits, {} d’écart.",
                euros(of.charges),
                euros(of.products),
                euros(gap.abs())
            );
            Check::new(Topic::Budget, false, sentence)
        } else if kind_gap != 0 {
            let sentence = format!(
                "Les contributions volontaires {year} ne s’équilibrent pas : {} au compte 86, {} au compte 87.",
                euros(of.kind_charges),
                euros(of.kind_products)
            );
            Check::new(Topic::Budget, false, sentence)
        } else {
            Check::new(Topic::Budget, true, format!("Le budget {year} est équilibré, à {}.", euros(of.charges)))
        };
        check.reopens("budget")
    };
    project.budgets.iter().map(told).collect()
}

fn areas(project: &ProjectFacts) -> Check {
    let count = i64::try_from(project.area_count).unwrap_or(i64::MAX);
    let sentence = match count {
        0 => "Aucun quartier n’est choisi.".to_owned(),
        1 => "Un quartier est choisi.".to_owned(),
        count => format!("{} sont choisis.", french::count(count, "quartier", "quartiers")),
    };
    Check::new(Topic::Areas, count > 0, sentence).reopens("territoires")
}

fn amounts(project: &ProjectFacts) -> Vec<Check> {
    let euros = |cents: i64| french::euros(Cents(cents));
    let mut all = Vec::new();
    for asked in &project.asked {
        let cost = project.budgets.iter().find(|budget| budget.year == asked.year).map_or(0, |budget| budget.charges);
        if let Some(floor) = asked.floor {
            let is_met = asked.asked >= floor;
            let verb = if is_met { "atteignent" } else { "n’atteignent pas" };
            let sentence = format!(
                "{} : les {} demandés pour {} {verb} le plancher de {}.",
                asked.funder,
                euros(asked.asked),
                asked.year,
                euros(floor)
            );
            all.push(Check::new(Topic::Floor, is_met, sentence).reopens("budget"));
        }
        if let Some(ceiling) = asked.ceiling_permille {
            let is_met = i128::from(asked.asked) * 1_000 <= i128::from(cost) * i128::from(ceiling);
            let verb = if is_met { "tiennent sous" } else { "dépassent" };
            let sentence = format!(
                "{} : les {} demandés pour {} {verb} le plafond de {} du coût, {}.",
                asked.funder,
                euros(asked.asked),
                asked.year,
                share(ceiling),
                euros(cost)
            );
            all.push(Check::new(Topic::Ceiling, is_met, sentence).reopens("budget"));
        }
    }
    all
}

fn share(permille: i64) -> String {
    french::percent(permille as f64 / 10.0, usize::from(permille % 10 != 0))
}

fn report(carrier: &CarrierFacts) -> Option<Check> {
    let (stand, until) = carrier.report?;
    let day = french::date(until);
    Some(match stand {
        ReportStand::Given => Check::new(Topic::Report, true, "Le compte rendu de l’an passé est rendu."),
        ReportStand::Awaited => Check {
            met: Met::Unknown,
            ..Check::new(
                Topic::Report,
                false,
                format!("Le compte rendu de l’an passé n’est pas encore rendu : il est attendu jusqu’au {day}."),
            )
        },
        ReportStand::Late => Check::new(
            Topic::Report,
            false,
            format!(
                "Le compte rendu de l’an passé n’est pas rendu : il est attendu depuis le {day}, et rien de nouveau ne peut être \
                 versé avant lui."
            ),
        ),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn whole() -> FileFacts {
        FileFacts {
            filed_on: Some(date(2026, 1, 20)),
            closed_on: Some(date(2026, 1, 31)),
            was_open: true,
            carrier: Some(CarrierFacts {
                siret: Some("123 456 789 00012".into()),
                rna: Some("W111000123".into()),
                has_commitments: true,
                ..CarrierFacts::default()
            }),
            projects: vec![ProjectFacts {
                id: Uuid::from_u128(1),
                area_count: 2,
                budgets: vec![BudgetFacts {
                    year: 2026,
                    charges: 1_000_000,
                    products: 1_000_000,
                    ..BudgetFacts::default()
                }],
                asked: vec![AskedFacts {
                    funder: "État".into(),
                    year: 2026,
                    asked: 800_000,
                    floor: Some(100_000),
                    ceiling_permille: Some(800),
                }],
                attachments: vec![("devis".into(), "Devis".into(), true)],
            }],
            ..FileFacts::default()
        }
    }

    fn told(file: &FileFacts, topic: Topic) -> Vec<(Met, String)> {
        let plain = |text: String| text.replace(['\u{a0}', '\u{202f}'], " ");
        let own = checks(file).into_iter().filter(|check| check.topic == topic);
        own.map(|check| (check.met, plain(check.sentence))).collect()
    }

    #[test]
    fn a_whole_file_lacks_nothing() {
        let all = checks(&whole());
        assert_eq!(missing(&all), 0, "{all:?}");
        assert_eq!(verdict(&all), "Rien ne manque à ce dossier.");
        assert!(all.iter().all(|check| check.topic != Topic::Report), "nothing is said of a report nobody knows of");
    }

    #[test]
    fn what_is_wrong_is_a_sentence_with_its_figures() {
        let mut file = whole();
        file.projects[0].budgets[0].products = 900_000;
        file.projects[0].asked[0].asked = 50_050;
        file.projects[0].area_count = 0;
        file.projects[0].attachments[0].2 = false;
        file.carrier.as_mut().expect("a carrier").report = Some((ReportStand::Late, date(2026, 6, 30)));
        let no = |topic, sentence: &str| assert_eq!(told(&file, topic), [(Met::No, sentence.to_owned())]);
        no(
            Topic::Budget,
            "Le budget 2026 n’est pas équilibré : 10 000 € de charges, 9 000 € de produits, 1 000 € d’écart.",
        );
        no(Topic::Floor, "État : les 500,50 € demandés pour 2026 n’atteignent pas le plancher de 1 000 €.");
        no(Topic::Areas, "Aucun quartier n’est choisi.");
        no(Topic::Attachments, "« Devis » manque.");
        assert_eq!(told(&file, Topic::Report)[0].0, Met::No);
        assert!(told(&file, Topic::Report)[0].1.contains("30 juin 2026"));
        file.carrier.as_mut().expect("a carrier").report = Some((ReportStand::Awaited, date(2026, 6, 30)));
        assert_eq!(told(&file, Topic::Report)[0].0, Met::Unknown, "what is not due yet is not missing");
        file.carrier.as_mut().expect("a carrier").report = Some((ReportStand::Late, date(2026, 6, 30)));
        assert_eq!(verdict(&checks(&file)), "5 points à compléter ou à corriger.".replace("5 ", "5\u{a0}"));
    }

    #[test]
    fn a_ceiling_is_a_share_of_the_cost() {
        let mut file = whole();
        let told_now = |file: &FileFacts| told(file, Topic::Ceiling)[0].clone();
        assert_eq!(told_now(&file).0, Met::Yes);
        file.projects[0].asked[0].asked = 800_001;
        let over = "État : les 8 000,01 € demandés pour 2026 dépassent le plafond de 80 % du coût, 10 000 €.";
        assert_eq!(told_now(&file), (Met::No, over.to_owned()));
        file.projects[0].budgets[0].kind_charges = 5;
        assert_eq!(told(&file, Topic::Budget)[0].0, Met::No, "86 and 87 balance too");
    }

    #[test]
    fn a_late_file_is_admitted_with_a_reason_only() {
        let late = FileFacts { was_open: false, filed_on: Some(date(2026, 2, 1)), ..whole() };
        assert_eq!(
            told(&late, Topic::Opening),
            [(Met::No, "Déposé le 1er février 2026, après la clôture du 31 janvier 2026.".to_owned())]
        );
        let admitted = FileFacts { late_reason: "panne du site".into(), ..late };
        assert_eq!(told(&admitted, Topic::Opening)[0].0, Met::Yes);
        let nobody = FileFacts { carrier: None, ..admitted.clone() };
        assert_eq!(told(&nobody, Topic::Identity)[0].0, Met::Unknown);
        assert_eq!(missing(&checks(&nobody)), 0, "what nobody can say is not missing");
        let carrier = admitted.carrier.clone().map(|carrier| CarrierFacts { siret: None, ..carrier });
        let nameless = FileFacts { carrier, ..admitted };
        assert_eq!(told(&nameless, Topic::Identity)[0].0, Met::No);
        assert!(told(&nameless, Topic::Identity)[0].1.contains("pas de SIRET"));
    }
}
