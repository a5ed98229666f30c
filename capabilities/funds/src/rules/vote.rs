//! Votes of a committee: who votes, who stays out, what was decided.

use kernel::{Cents, FieldError, Uuid, french, vocabulary};

use super::{College, Member};

vocabulary! {
    /// What somebody says of a project.
    Choice {
        /// Yes.
        For => "for", "Pour";
        /// No.
        Against => "against", "Contre";
        /// Neither.
        Abstains => "abstains", "Abstention";
        /// It is her own project, or that of somebody close: she goes out and does not vote.
        Recused => "recused", "Se retire (projet d’un proche ou le sien)";
    }
}

vocabulary! {
    /// What a committee decided.
    Outcome {
        /// Money is given.
        Granted => "granted", "Accordé";
        /// Nothing is given.
        Refused => "refused", "Refusé";
        /// It comes back.
        Postponed => "postponed", "Reporté";
    }
}

/// The vote of one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// Who.
    pub member: Uuid,
    /// What she says.
    pub choice: Choice,
}

/// Votes counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Yes.
    pub yes: i64,
    /// No.
    pub no: i64,
    /// Neither.
    pub abstained: i64,
    /// Stayed out.
    pub recused: i64,
}

impl Tally {
    /// Counts ballots.
    pub fn of(ballots: &[Ballot]) -> Self {
        let count = |choice: Choice| ballots.iter().filter(|one| one.choice == choice).count() as i64;
        Self {
            yes: count(Choice::For),
            no: count(Choice::Against),
            abstained: count(Choice::Abstains),
            recused: count(Choice::Recused),
        }
    }

    /// How many voted, abstentions included.
    pub const fn voters(self) -> i64 {
        self.yes + self.no + self.abstained
    }

    /// The count in French.
    pub fn french(self) -> String {
        let recused = match self.recused {
            0 => String::new(),
            number => format!(", {}", french::count(number, "personne s’est retirée", "personnes se sont retirées")),
        };
        let abstained = french::count(self.abstained, "abstention", "abstentions");
        format!("{} pour, {} contre, {abstained}{recused}", self.yes, self.no)
    }
}

/// What a committee decides of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionTerms {
    /// What.
    pub outcome: Outcome,
    /// How much, when it is granted.
    pub cents: i64,
    /// Why.
    pub reason: String,
    /// Who voted what.
    pub ballots: Vec<Ballot>,
    /// Why the committee decides without the majority of residents its fund asks for.
    pub override_reason: String,
}

/// A decision as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Which.
    pub id: Uuid,
    /// The project.
    pub project: Uuid,
    /// The session.
    pub session: Uuid,
    /// What was decided.
    pub outcome: Outcome,
    /// How much.
    pub cents: i64,
    /// Why.
    pub reason: String,
    /// Who noted it.
    pub by_name: String,
    /// How many voted, and how many of them were residents.
    pub voters: (i64, i64),
    /// Why it was taken without the majority of residents.
    pub override_reason: String,
}

impl Decision {
    /// What is said of a decision taken without the majority of residents; nothing otherwise.
    pub fn told_majority(&self) -> String {
        let (voters, residents) = self.voters;
        match self.override_reason.as_str() {
            "" => String::new(),
            why => format!(", sans majorité d’habitants ({residents} sur {voters}) : {why}"),
        }
    }
}

/// How many of those who vote are residents.
pub fn residents(ballots: &[Ballot], members: &[Member]) -> i64 {
    let is_resident = |one: &&Ballot| {
        one.choice != Choice::Recused
            && members.iter().any(|member| member.id == one.member && member.college == College::Resident)
    };
    ballots.iter().filter(is_resident).count() as i64
}

/// What bounds a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Fewest who vote.
    pub quorum: i64,
    /// Whether residents are more than half of those who vote.
    pub resident_majority: bool,
    /// Most that a project is given, in cents.
    pub ceiling: i64,
    /// What is asked, in cents.
    pub asked: i64,
}

/// What is wrong with a decision: votes, amount against ceiling and what is asked. The envelope is looked at apart.
pub fn check_decision(terms: &DecisionTerms, members: &[Member], bounds: Bounds) -> Vec<FieldError> {
    let Bounds { quorum, ceiling, asked, .. } = bounds;
    let mut errors = Vec::new();
    let tally = Tally::of(&terms.ballots);
    let strangers =
        terms.ballots.iter().any(|one| !members.iter().any(|member| member.id == one.member && member.is_active));
    if strangers {
        errors.push(FieldError::new("votes", "Une personne qui ne siège pas a voté : rechargez la page"));
    } else if tally.voters() < quorum {
        let told = french::count(quorum, "personne au moins", "personnes au moins");
        let sentence = format!("Il faut que {told} votent : {} seulement, sans celles qui se retirent", tally.voters());
        errors.push(FieldError::new("votes", sentence));
    } else if bounds.resident_majority {
        let residents = residents(&terms.ballots, members);
        if residents * 2 <= tally.voters() && terms.override_reason.trim().is_empty() {
            let sentence = format!(
                "Les habitants doivent être plus de la moitié des votants : {residents} sur {}. Attendez-en d’autres, ou dites \
                 pourquoi le comité décide tout de même",
                tally.voters()
            );
            errors.push(FieldError::new("derogation", sentence));
        }
    }
    if terms.override_reason.chars().count() > 500 {
        errors.push(FieldError::new("derogation", "Le motif doit faire 500 signes au plus"));
    }
    let euros = |cents: i64| french::euros(Cents(cents));
    match terms.outcome {
        Outcome::Granted => {
            if tally.yes <= tally.no && tally.voters() >= quorum {
                errors.push(FieldError::new("votes", "Un projet est accordé quand il a plus de voix pour que contre"));
            }
            if terms.cents <= 0 {
                errors.push(FieldError::new("montant", "Saisissez le montant accordé, en euros"));
            } else if terms.cents > ceiling {
                let sentence = format!("Un projet reçoit {} au plus, le plafond du fonds", euros(ceiling));
                errors.push(FieldError::new("montant", sentence));
            } else if terms.cents > asked {
                errors.push(FieldError::new("montant", format!("Le groupe demande {} : pas plus", euros(asked))));
            }
        }
        Outcome::Refused | Outcome::Postponed => {
            if terms.cents > 0 {
                let sentence = "Laissez le montant vide : rien n’est donné à un projet refusé ou reporté";
                errors.push(FieldError::new("montant", sentence));
            }
            if terms.reason.trim().is_empty() {
                errors.push(FieldError::new("motif", "Dites pourquoi : le groupe le lira"));
            }
        }
    }
    if terms.reason.chars().count() > 1_000 {
        errors.push(FieldError::new("motif", "Le motif doit faire 1 000 signes au plus"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::College;

    fn member(number: u128) -> Member {
        Member { id: Uuid::from_u128(number), name: format!("M{number}"), college: College::Resident, is_active: true }
    }

    fn decided(outcome: Outcome, cents: i64, choices: &[Choice]) -> Vec<String> {
        let members: Vec<Member> = (1..=4).map(member).collect();
        let ballots =
            members.iter().zip(choices).map(|(one, choice)| Ballot { member: one.id, choice: *choice }).collect();
        let terms = DecisionTerms { outcome, cents, reason: String::new(), ballots, override_reason: String::new() };
        let bounds = Bounds { quorum: 3, resident_majority: false, ceiling: 80_000, asked: 70_000 };
        check_decision(&terms, &members, bounds).into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn residents_are_more_than_half_or_somebody_says_why() {
        let colleges = [College::Resident, College::Resident, College::Town, College::State];
        let mut members: Vec<Member> = (1..=4).map(member).collect();
        for (one, college) in members.iter_mut().zip(colleges) {
            one.college = college;
        }
        let bounds = Bounds { quorum: 2, resident_majority: true, ceiling: 80_000, asked: 70_000 };
        let wrong = |choices: &[Choice], override_reason: &str| {
            let ballots = members.iter().zip(choices).map(|(one, choice)| Ballot { member: one.id, choice: *choice });
            let terms = DecisionTerms {
                outcome: Outcome::Granted,
                cents: 60_000,
                reason: String::new(),
                ballots: ballots.collect(),
                override_reason: override_reason.into(),
            };
            check_decision(&terms, &members, bounds).into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        use Choice::{For, Recused};
        assert_eq!(wrong(&[For, For, For], ""), Vec::<String>::new(), "two of three");
        assert_eq!(wrong(&[For, For, For, For], ""), ["derogation"], "half is not more than half");
        assert_eq!(wrong(&[For, Recused, For], ""), ["derogation"], "whoever stays out does not count");
        assert_eq!(wrong(&[For, For, For, For], "Deux habitantes malades"), Vec::<String>::new());
    }

    #[test]
    fn whoever_stays_out_does_not_make_the_quorum() {
        use Choice::{Abstains, Against, For, Recused};
        assert_eq!(decided(Outcome::Granted, 60_000, &[For, For, Abstains, Recused]), Vec::<String>::new());
        assert_eq!(decided(Outcome::Granted, 60_000, &[For, For, Recused, Recused]), ["votes"]);
        assert_eq!(decided(Outcome::Granted, 60_000, &[For, Against, Abstains]), ["votes"], "a tie gives nothing");
        assert_eq!(decided(Outcome::Granted, 90_000, &[For, For, For]), ["montant"], "above the ceiling");
        assert_eq!(decided(Outcome::Granted, 75_000, &[For, For, For]), ["montant"], "above what is asked");
        assert_eq!(decided(Outcome::Refused, 100, &[Against, Against, For]), ["montant", "motif"]);
    }
}
