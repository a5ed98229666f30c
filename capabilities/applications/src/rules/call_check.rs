//! What a call must say, and when.

use deadlines::{Delays, Planned, Step, Zone};
use jiff::civil::Date;
use kernel::{Cents, FieldError, Moment, Uuid, french};

use super::{Call, CallFunder, CallState, CallStep, Criterion, StepKind};

/// What is said of a call at its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSetting {
    /// Its title.
    pub title: String,
    /// The year projects are for.
    pub year: i64,
    /// What it is for, in a few sentences.
    pub summary: String,
    /// The framework note.
    pub framework: String,
    /// Where its hours and holidays are.
    pub zone: Zone,
    /// When it opens.
    pub opens_at: Option<Moment>,
    /// When it closes.
    pub closes_at: Option<Moment>,
    /// Who answers by telephone.
    pub phone: String,
    /// Who answers by mail.
    pub email: String,
    /// Months of silence that make a refusal; zero: not said.
    pub silence_months: i64,
}

/// Whom and what a call is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallFrame {
    /// Nodes of the contract's tree.
    pub priorities: Vec<Uuid>,
    /// Neighbourhoods.
    pub areas: Vec<Uuid>,
    /// Codes of kinds of organisations.
    pub kinds: Vec<String>,
    /// Most years one may ask for.
    pub years: i64,
    /// Codes of the indicators proposed.
    pub indicators: Vec<String>,
}

fn longer(text: &str, most: usize) -> bool {
    text.chars().count() > most
}

/// What is wrong with the head of a call; `before`: what it said until now, once published.
pub fn check_setting(one: &CallSetting, before: Option<&Call>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if one.title.is_empty() || longer(&one.title, 150) {
        tell("titre", "Donnez un titre de moins de 150 signes");
    }
    if !(2015..=2100).contains(&one.year) {
        tell("annee", "Saisissez l’année sur quatre chiffres, par exemple 2026");
    }
    if longer(&one.summary, 1000) {
        tell("resume", "Le résumé doit faire 1 000 signes au plus");
    }
    if longer(&one.framework, 20_000) {
        tell("cadrage", "La note de cadrage doit faire 20 000 signes au plus");
    }
    if let (Some(opens), Some(closes)) = (one.opens_at, one.closes_at)
        && closes <= opens
    {
        tell("cloture", "La clôture doit venir après l’ouverture");
    }
    let published = before.filter(|call| call.state == CallState::Published);
    if let Some(known) = published.and_then(|call| call.closes_at)
        && one.closes_at.is_none_or(|closes| closes < known)
    {
        tell("cloture", "L’appel est publié : la clôture peut être repoussée, pas avancée");
    }
    if !one.email.is_empty() && (!one.email.contains('@') || one.email.contains(char::is_whitespace)) {
        tell("courriel", "L’adresse doit ressembler à nom@exemple.fr");
    }
    if longer(&one.email, 200) || longer(&one.phone, 60) {
        tell("telephone", "Le téléphone doit faire 60 signes au plus, l’adresse 200");
    }
    if one.phone.is_empty() && published.is_some_and(|call| !call.phone.is_empty()) {
        tell("telephone", "L’appel est publié : gardez un numéro de téléphone où demander de l’aide");
    }
    if !(0..=12).contains(&one.silence_months) {
        tell("silence", "Saisissez un nombre de mois entre 0 et 12");
    }
    errors
}

/// What may be chosen: nodes, neighbourhoods, codes of kinds, codes of indicators.
pub type Choosable<'a> = (&'a [Uuid], &'a [Uuid], &'a [&'a str], &'a [&'a str]);

/// What is wrong with whom and what a call is for.
pub fn check_frame(one: &CallFrame, (nodes, areas, kinds, tools): Choosable<'_>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if one.priorities.iter().any(|node| !nodes.contains(node)) {
        errors.push(FieldError::new("priorites", "Choisissez parmi les objectifs de ce contrat"));
    }
    if one.areas.iter().any(|area| !areas.contains(area)) {
        errors.push(FieldError::new("quartiers", "Choisissez parmi les quartiers de ce contrat"));
    }
    if one.kinds.iter().any(|kind| !kinds.contains(&kind.as_str())) {
        errors.push(FieldError::new("structures", "Choisissez parmi les structures de la liste"));
    }
    if one.indicators.iter().any(|code| !tools.contains(&code.as_str())) {
        errors.push(FieldError::new("indicateurs", "Choisissez parmi les indicateurs de la boîte à outils"));
    }
    if !(1..=4).contains(&one.years) {
        errors.push(FieldError::new("annees", "De 1 à 4 années"));
    }
    errors
}

/// What is wrong with a funder of a call.
pub fn check_funder(one: &CallFunder) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if one.name.is_empty() || longer(&one.name, 150) {
        tell("nom", "Nommez le financeur, en moins de 150 signes");
    }
    if longer(&one.programme, 200) {
        tell("dispositif", "Le dispositif doit faire 200 signes au plus");
    }
    if longer(&one.looks_at, 2000) {
        tell("regarde", "Ce texte doit faire 2 000 signes au plus");
    }
    if one.ceiling_permille.is_some_and(|part| !(1..=1000).contains(&part)) {
        tell("plafond", "Le plafond est une part du coût, entre 0,1 et 100 %");
    }
    if one.floor.is_some_and(|floor| floor < Cents(0) || floor > Cents(1_000_000_000)) {
        tell("plancher", "Le plancher est un montant entre 0 et 10 000 000 €");
    }
    errors
}

/// What is wrong with a grid: its weights add up to 100.
pub fn check_criteria(criteria: &[Criterion]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (rank, one) in criteria.iter().enumerate() {
        if one.label.is_empty() || longer(&one.label, 200) || longer(&one.hint, 500) {
            let field = format!("critere-{}", rank + 1);
            errors.push(FieldError::new(field, "Nommez ce critère, en moins de 200 signes"));
        }
        if !(1..=100).contains(&one.weight) {
            errors.push(FieldError::new(format!("poids-{}", rank + 1), "Le poids est un nombre de 1 à 100"));
        }
    }
    let sum: i64 = criteria.iter().map(|one| one.weight).sum();
    if errors.is_empty() && sum != 100 {
        let field = if criteria.is_empty() { "critere-1" } else { "poids-1" };
        errors.push(FieldError::new(field, format!("Les poids doivent faire 100 en tout : ils font {sum}")));
    }
    errors
}

/// What a publication lacks, a sentence each with the part it belongs to.
pub fn missing(call: &Call, funders: &[CallFunder], steps: &[CallStep]) -> Vec<(&'static str, &'static str)> {
    let mut all = Vec::new();
    if call.opens_at.is_none() || call.closes_at.is_none() {
        all.push(("modifier", "Dites quand l’appel ouvre et quand il ferme"));
    }
    if call.summary.is_empty() {
        all.push(("modifier", "Dites en quelques phrases à quoi sert l’appel"));
    }
    if call.phone.is_empty() {
        all.push((
            "modifier",
            "Dites à quel numéro de téléphone demander de l’aide : chaque page du dossier le montre",
        ));
    }
    if funders.is_empty() {
        all.push(("financeurs", "Ajoutez au moins un financeur"));
    }
    if steps.is_empty() {
        all.push(("calendrier", "Dites quand les associations auront une réponse"));
    }
    if call.terms.sections.iter().all(|section| section.questions.is_empty()) {
        all.push(("formulaire", "Posez au moins une question"));
    }
    if !check_criteria(&call.terms.criteria).is_empty() {
        all.push(("grille", "La grille d’instruction doit faire 100 en tout"));
    }
    all
}

const fn step_of(kind: StepKind) -> Step {
    match kind {
        StepKind::Completeness => Step::Completeness,
        StepKind::Assessment => Step::Assessment,
        StepKind::Opinions => Step::Opinions,
        StepKind::Committee => Step::Committee,
        StepKind::Deliberation => Step::Deliberation,
        StepKind::Notification => Step::Notification,
    }
}

const fn kind_of(step: Step) -> StepKind {
    match step {
        Step::Completeness => StepKind::Completeness,
        Step::Assessment => StepKind::Assessment,
        Step::Opinions => StepKind::Opinions,
        Step::Committee => StepKind::Committee,
        Step::Deliberation => StepKind::Deliberation,
        Step::Notification => StepKind::Notification,
    }
}

/// Steps planned from closing.
pub fn planned(closes_on: Date, zone: Zone) -> Vec<(StepKind, Date)> {
    let all = deadlines::plan(closes_on, zone, Delays::default());
    all.into_iter().map(|one| (kind_of(one.step), one.due_on)).collect()
}

/// Days from closing to a step.
pub fn delays_of(closes_on: Date, due_on: Date) -> i64 {
    deadlines::days_between(closes_on, due_on)
}

/// Something to know of a planning: a sentence, and the step whose field it belongs to, when it is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFinding {
    /// The step.
    pub kind: Option<StepKind>,
    /// What is to be known.
    pub sentence: String,
    /// Whether it must be corrected.
    pub is_wrong: bool,
}

/// What is to be known of the steps of a call.
pub fn check_steps(closes_on: Date, zone: Zone, steps: &[(StepKind, Date)], silence_months: i64) -> Vec<PlanFinding> {
    use deadlines::Finding;
    let planned: Vec<Planned> =
        steps.iter().map(|(kind, due_on)| Planned { step: step_of(*kind), due_on: *due_on }).collect();
    let silence = u16::try_from(silence_months).unwrap_or_default();
    let told = |finding| match finding {
        Finding::OutOfOrder(step) => PlanFinding {
            kind: Some(kind_of(step)),
            sentence: "Cette étape doit venir après la clôture et après l’étape d’avant".to_owned(),
            is_wrong: true,
        },
        Finding::NotWorking(step, name) => {
            let why = name.map_or_else(|| "en fin de semaine".to_owned(), |name| format!("un jour férié ({name})"));
            let kind = kind_of(step);
            PlanFinding {
                kind: Some(kind),
                sentence: format!("« {} » tombe {why} : choisissez un jour ouvré si vous le pouvez.", kind.french()),
                is_wrong: false,
            }
        }
        Finding::TooFewClearDays => PlanFinding {
            kind: Some(StepKind::Deliberation),
            sentence:
                "Moins de cinq jours francs séparent le comité des délibérations : les élu·es doivent recevoir leur \
                       convocation cinq jours francs avant (code général des collectivités territoriales, L2121-12)."
                    .to_owned(),
            is_wrong: false,
        },
        Finding::AfterSilence(day) => PlanFinding {
            kind: None,
            sentence: format!(
                "Qui dépose le dernier jour serait refusé par silence le {}, avant votre réponse.",
                french::date(day)
            ),
            is_wrong: false,
        },
        Finding::Late(days) => PlanFinding {
            kind: None,
            sentence: format!(
                "La réponse vient {days} jours après la clôture ; les associations demandent 60 à 90 jours au plus."
            ),
            is_wrong: false,
        },
    };
    deadlines::check(closes_on, zone, &planned, silence).into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn setting() -> CallSetting {
        CallSetting {
            title: "Appel 2026".into(),
            year: 2026,
            summary: String::new(),
            framework: String::new(),
            zone: Zone::Mainland,
            opens_at: Some(Moment(1)),
            closes_at: Some(Moment(2)),
            phone: String::new(),
            email: String::new(),
            silence_months: 2,
        }
    }

    #[test]
    fn everything_wrong_at_the_head_is_told_at_once() {
        assert_eq!(check_setting(&setting(), None), []);
        let wrong = CallSetting {
            title: String::new(),
            year: 26,
            closes_at: Some(Moment(1)),
            email: "ici".into(),
            silence_months: 13,
            ..setting()
        };
        let fields: Vec<String> = check_setting(&wrong, None).into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["titre", "annee", "cloture", "courriel", "silence"]);
    }

    #[test]
    fn weights_add_up_to_a_hundred() {
        assert_eq!(check_criteria(&crate::rules::starter::starter_criteria()), []);
        let mut short = crate::rules::starter::starter_criteria();
        short.pop();
        let errors = check_criteria(&short);
        assert_eq!(errors[0].sentence, "Les poids doivent faire 100 en tout : ils font 90");
    }

    #[test]
    fn a_planning_made_by_hand_is_read_again() {
        let closes_on = date(2026, 4, 30);
        assert_eq!(check_steps(closes_on, Zone::Mainland, &planned(date(2026, 1, 30), Zone::Mainland), 2).len(), 6);
        let steps = [(StepKind::Committee, date(2026, 6, 16)), (StepKind::Deliberation, date(2026, 6, 19))];
        let found = check_steps(closes_on, Zone::Mainland, &steps, 2);
        assert_eq!(found.len(), 1);
        assert!(found[0].sentence.contains("cinq jours francs") && !found[0].is_wrong);
    }
}
