//! A council: its territory, its colleges, what is set by default and why.

use jiff::civil::Date;
use kernel::{Cents, FieldError, Uuid};

use super::{Age, CollegeKind, Feature, NOTICE_DAYS, OBJECTION_HOURS, Objective, Sex};

/// A council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Council {
    /// Which.
    pub id: Uuid,
    /// What was set.
    pub terms: CouncilTerms,
    /// How many times it was changed.
    pub revision: i64,
}

/// What is set for a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouncilTerms {
    /// Its name.
    pub name: String,
    /// What it is for, in a few sentences.
    pub purpose: String,
    /// The contract it belongs to.
    pub contract: Option<Uuid>,
    /// Its neighbourhoods, in order.
    pub areas: Vec<Uuid>,
    /// First day of the mandate.
    pub starts_on: Option<Date>,
    /// Length of the mandate.
    pub mandate_months: i64,
    /// After how many months half of it is renewed; never, when not said.
    pub renewal_months: Option<i64>,
    /// Age from which somebody may be drawn.
    pub least_age: i64,
    /// Age under which somebody counts as young.
    pub young_age: i64,
    /// Whether one person of a household sits, at most.
    pub one_per_household: bool,
    /// Who carries the council: an association, a social centre.
    pub support: String,
    /// Its budget for a year.
    pub budget: Option<Cents>,
    /// Where it meets.
    pub place: String,
    /// Its charter.
    pub charter: String,
    /// Last day of candidacies.
    pub candidacies_until: Option<Date>,
    /// Days during which a draw may be appealed against; everybody not drawn is erased afterwards.
    pub appeal_days: i64,
    /// Days between the announcement of a draw and its session, at least.
    pub notice_days: i64,
    /// Hours between the lottery of a draw and its number, at least, to object.
    pub objection_hours: i64,
}

impl Default for CouncilTerms {
    fn default() -> Self {
        Self {
            name: String::new(),
            purpose: String::new(),
            contract: None,
            areas: Vec::new(),
            starts_on: None,
            mandate_months: 36,
            renewal_months: Some(18),
            least_age: 18,
            young_age: 30,
            one_per_household: true,
            support: String::new(),
            budget: None,
            place: String::new(),
            charter: String::new(),
            candidacies_until: None,
            appeal_days: 61,
            notice_days: NOTICE_DAYS,
            objection_hours: OBJECTION_HOURS,
        }
    }
}

/// A college.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct College {
    /// Which.
    pub id: Uuid,
    /// Of which council.
    pub council: Uuid,
    /// Residents or actors.
    pub kind: CollegeKind,
    /// What was set.
    pub terms: CollegeTerms,
    /// How many times it was changed.
    pub revision: i64,
}

/// What is set for a college.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollegeTerms {
    /// Seats.
    pub seats: i64,
    /// How many of the complementary list keep their name after the purge.
    pub reserves: i64,
    /// What the draw seeks.
    pub objective: Objective,
    /// Alternates the engine chooses with the draw: those who would repair defections best. They are called first.
    pub alternates: i64,
    /// Panels printed; as many as chances ask for, when not said.
    pub panels: Option<i64>,
    /// Whether each kind of structure sends as many women as men.
    pub mixed_pairs: bool,
    /// The greatest chance anybody may have, of a hundred; no cap when not said.
    pub cap_percent: Option<i64>,
    /// What is done when no panel keeps every quota, written before any draw.
    pub vacancy: String,
    /// Quotas, in order.
    pub quotas: Vec<Quota>,
}

/// How many of those who have a value sit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// What people are told apart by.
    pub feature: Feature,
    /// Stable word, or identifier of a neighbourhood or of a kind of structure.
    pub value: String,
    /// Least.
    pub low: i64,
    /// Most.
    pub high: i64,
}

/// Kinds of structure offered first: those of a large town; each town has its own.
pub const STRUCTURE_KINDS: [&str; 8] = [
    "Équipements sociaux",
    "Locataires, cadre de vie, collectifs",
    "Monde économique et emploi",
    "Jeunesse, sport et culture",
    "Social, sanitaire, éducatif",
    "Comités d’intérêt de quartier",
    "Parents d’élèves",
    "Étudiants et délégués élèves",
];

/// Share of the young asked for by default, of a hundred.
const YOUNG_SHARE: i64 = 25;
/// Most alternates the engine chooses: each is weighed against three hundred imagined defections.
const MOST_ALTERNATES: i64 = 50;
/// Most seats of a college.
const MOST_SEATS: i64 = 200;

/// What is set at first for a college, whose council has these neighbourhoods and kinds of structure.
pub fn first_terms(kind: CollegeKind, seats: i64, areas: &[Uuid], kinds: &[Uuid]) -> CollegeTerms {
    let quota = |feature, value: &str, low, high| Quota { feature, value: value.to_owned(), low, high };
    let half = (seats / 2, seats - seats / 2);
    let mut quotas = vec![
        quota(Feature::Sex, Sex::Woman.code(), half.0, half.1),
        quota(Feature::Sex, Sex::Man.code(), half.0, half.1),
        quota(Feature::Sex, Sex::Unknown.code(), 0, 0),
    ];
    match kind {
        CollegeKind::Residents => {
            let young = (seats * YOUNG_SHARE + 99) / 100;
            quotas.push(quota(Feature::Age, Age::Young.code(), young, seats));
            quotas.push(quota(Feature::Age, Age::Older.code(), 0, seats - young));
            quotas.push(quota(Feature::Age, Age::Unknown.code(), 0, 0));
            if areas.len() > 1 {
                quotas.extend(areas.iter().map(|area| quota(Feature::Area, &area.to_string(), 1, seats)));
            }
        }
        CollegeKind::Actors => {
            let each = if kinds.is_empty() { 0 } else { seats / kinds.len() as i64 };
            let most = if kinds.is_empty() { 0 } else { (seats + kinds.len() as i64 - 1) / kinds.len() as i64 };
            quotas.extend(kinds.iter().map(|kind| quota(Feature::Kind, &kind.to_string(), each, most)));
        }
    }
    CollegeTerms {
        seats,
        reserves: seats * 3,
        alternates: (seats + 3) / 4,
        objective: Objective::Leximin,
        panels: None,
        mixed_pairs: kind == CollegeKind::Actors && !kinds.is_empty() && seats % (2 * kinds.len() as i64) == 0,
        cap_percent: None,
        vacancy: vacancy(kind).to_owned(),
        quotas,
    }
}

/// What is done at first when a college cannot be filled: nobody is chosen by hand, and what changes is decided in public.
const fn vacancy(kind: CollegeKind) -> &'static str {
    match kind {
        CollegeKind::Residents => {
            "Si aucun groupe ne tient tous les quotas, personne n’est tiré. L’appel à volontaires est prolongé d’un mois ; si cela ne \
             suffit pas, le quota le plus léger à changer est baissé par une décision publiée, puis un nouveau tirage est annoncé."
        }
        CollegeKind::Actors => {
            "Si un type de structure n’a pas assez de candidatures, ses sièges restent vacants : le nombre de sièges du collège et les \
             quotas de ce type sont baissés d’autant par une décision publiée, puis un nouveau tirage est annoncé. Un tirage \
             complémentaire les pourvoit dès que des candidatures arrivent, dans l’année au plus tard."
        }
    }
}

/// What is wrong in the terms of a council.
pub fn check_council(terms: &CouncilTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if terms.name.is_empty() || terms.name.chars().count() > 150 {
        tell("nom", "Indiquez le nom du conseil, de moins de 150 signes");
    }
    if terms.areas.is_empty() {
        tell("quartiers", "Cochez au moins un quartier");
    }
    if !(1..=120).contains(&terms.mandate_months) {
        tell("mandat", "La durée du mandat va de 1 à 120 mois");
    }
    if terms.renewal_months.is_some_and(|months| !(1..terms.mandate_months).contains(&months)) {
        tell("renouvellement", "Le renouvellement par moitié vient avant la fin du mandat : indiquez moins de mois");
    }
    if !(11..=25).contains(&terms.least_age) {
        tell("age-minimum", "L’âge minimum va de 11 à 25 ans");
    }
    if terms.young_age <= terms.least_age || terms.young_age > 45 {
        tell("age-jeune", "L’âge des jeunes dépasse l’âge minimum, et va jusqu’à 45 ans");
    }
    if !(0..=366).contains(&terms.appeal_days) {
        tell("recours", "Le délai de recours va de 0 à 366 jours");
    }
    if !(0..=90).contains(&terms.notice_days) {
        tell("preavis", "Le délai entre l’annonce et la séance va de 0 à 90 jours");
    }
    if !(0..=720).contains(&terms.objection_hours) {
        tell("objections", "Le délai d’objection va de 0 à 720 heures");
    }
    for (field, text, most) in [
        ("objet", &terms.purpose, 2_000),
        ("structure", &terms.support, 300),
        ("lieu", &terms.place, 300),
        ("charte", &terms.charter, 20_000),
    ] {
        if text.chars().count() > most {
            tell(field, &format!("Ce texte dépasse {most} signes : raccourcissez-le"));
        }
    }
    errors
}

/// What is wrong in the terms of a college; `held` names the field of the first bound of a quota.
pub fn check_college(terms: &CollegeTerms, held: impl Fn(&Quota) -> String) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: String| errors.push(FieldError::new(field, sentence));
    if !(1..=MOST_SEATS).contains(&terms.seats) {
        tell("sieges", format!("Le nombre de sièges va de 1 à {MOST_SEATS}"));
        return errors;
    }
    if !(0..=5_000).contains(&terms.reserves) {
        tell("complementaire", "La liste complémentaire garde de 0 à 5 000 personnes".into());
    }
    if !(0..=MOST_ALTERNATES).contains(&terms.alternates) {
        tell("suppleants", format!("Le moteur choisit de 0 à {MOST_ALTERNATES} suppléants"));
    }
    if terms.panels.is_some_and(|panels| !(100..=100_000).contains(&panels)) {
        tell("groupes", "Imprimez de 100 à 100 000 groupes, ou laissez vide".into());
    }
    if terms.vacancy.chars().count() > 1_000 {
        tell("carence", "Cette règle dépasse 1 000 signes : raccourcissez-la".into());
    }
    if terms.cap_percent.is_some_and(|cap| !(1..=100).contains(&cap)) {
        tell("plafond", "Le plafond va de 1 à 100 %, ou reste vide".into());
    }
    if terms.cap_percent.is_some() && terms.objective != Objective::Leximin {
        tell("plafond", "Le plafond va avec la chance la plus équitable (leximin) : videz-le, ou choisissez-la".into());
    }
    for quota in terms.quotas.iter().filter(|quota| quota.low > quota.high) {
        tell(&held(quota), format!("Le minimum ({}) dépasse le maximum ({})", quota.low, quota.high));
    }
    for feature in Feature::ALL {
        let of: Vec<&Quota> = terms.quotas.iter().filter(|quota| quota.feature == *feature).collect();
        let Some(first) = of.first() else { continue };
        let low: i64 = of.iter().map(|quota| quota.low).sum();
        let high: i64 = of.iter().map(|quota| quota.high).sum();
        let name = feature.french();
        if low > terms.seats {
            let seats = terms.seats;
            let less = low - seats;
            tell(
                &held(first),
                format!("« {name} » : les minimums font {low} pour {seats} sièges. Baissez-les de {less}"),
            );
        } else if high < terms.seats {
            let seats = terms.seats;
            let more = seats - high;
            tell(
                &held(first),
                format!("« {name} » : les maximums font {high} pour {seats} sièges. Relevez-les de {more}"),
            );
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn low_of(terms: &CollegeTerms, value: &str) -> (i64, i64) {
        let quota = terms.quotas.iter().find(|quota| quota.value == value).expect("a quota");
        (quota.low, quota.high)
    }

    #[test]
    fn a_quarter_of_fifteen_is_four_and_an_odd_seat_is_left_to_the_lot() {
        let terms = first_terms(CollegeKind::Residents, 15, &[], &[]);
        assert_eq!((low_of(&terms, "young"), low_of(&terms, "woman")), ((4, 15), (7, 8)));
        assert!(check_college(&terms, |_| String::new()).is_empty());
        assert!(terms.quotas.iter().all(|quota| quota.feature != Feature::Area));
        let of = |seats| first_terms(CollegeKind::Residents, seats, &[], &[]);
        let even = of(16);
        assert_eq!(["woman", "man", "young"].map(|value| low_of(&even, value)), [(8, 8), (8, 8), (4, 16)]);
        assert_eq!(["woman", "man"].map(|value| low_of(&of(17), value)), [(8, 9), (8, 9)]);
    }

    #[test]
    fn eight_kinds_of_structure_send_a_mixed_pair_each() {
        let kinds: Vec<Uuid> = (0..8).map(Uuid::from_u128).collect();
        let terms = first_terms(CollegeKind::Actors, 16, &[], &kinds);
        assert!(terms.mixed_pairs);
        assert_eq!(low_of(&terms, &kinds[3].to_string()), (2, 2));
        assert!(check_college(&terms, |_| String::new()).is_empty());
        assert!(!first_terms(CollegeKind::Actors, 12, &[], &kinds).mixed_pairs);
    }

    #[test]
    fn quotas_over_or_under_the_seats_are_told_with_the_figure() {
        let mut terms = first_terms(CollegeKind::Residents, 16, &[], &[]);
        terms.quotas[0].low = 9;
        terms.quotas[0].high = 9;
        let told = check_college(&terms, |quota| format!("min.{}", quota.value));
        assert_eq!(told[0].sentence, "« sexe » : les minimums font 17 pour 16 sièges. Baissez-les de 1");
        assert_eq!(told[0].field, "min.woman");
        terms.quotas[0].low = 6;
        terms.quotas[0].high = 6;
        let told = check_college(&terms, |quota| format!("min.{}", quota.value));
        assert_eq!(told[0].sentence, "« sexe » : les maximums font 14 pour 16 sièges. Relevez-les de 2");
    }
}
