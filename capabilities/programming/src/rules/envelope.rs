//! Envelopes: what a funder may give for one programme, one territory and one year, and what votes took of it.
//!
//! They make trees: an envelope is cut out of the one above, whose money it keeps aside. What is voted on an envelope
//! is counted in those above it too.

use std::collections::HashMap;

use kernel::{Cents, FieldError, Uuid, french};

/// What is written of an envelope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnvelopeTerms {
    /// The organisation whose money it is.
    pub funder: Uuid,
    /// The programme it stands in (« Politique de la ville, programme 147 »).
    pub programme: String,
    /// The neighbourhood it is kept for; none: the whole contract.
    pub area: Option<Uuid>,
    /// The year of the budget.
    pub year: i64,
    /// The amount, in cents.
    pub cents: i64,
    /// Who gave it into whose hands, in a few words; empty when it is the funder's own.
    pub delegated_by: String,
    /// The envelope it is cut out of.
    pub parent: Option<Uuid>,
    /// Whether it is the envelope of a whole department, on which ceilings are counted.
    pub is_department: bool,
}

/// An envelope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// Identifier.
    pub id: Uuid,
    /// The contract it is for.
    pub contract: Uuid,
    /// What is written of it.
    pub terms: EnvelopeTerms,
    /// Changes so far.
    pub revision: i64,
}

/// Where the money of an envelope is, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// Its amount.
    pub amount: i64,
    /// Voted on it.
    pub own: i64,
    /// Voted on it and on everything cut out of it.
    pub whole: i64,
    /// Kept aside by what is cut out of it.
    pub aside: i64,
}

impl Use {
    /// What may still be voted on this very envelope; below zero when it is exceeded.
    pub const fn free(&self) -> i64 {
        self.amount - self.own - self.aside
    }

    /// What is left of it, everything cut out of it included; below zero when it is exceeded.
    pub const fn left(&self) -> i64 {
        self.amount - self.whole
    }

    /// How much it is exceeded by; 0 when it is not.
    pub fn over(&self) -> i64 {
        (-self.free()).max(-self.left()).max(0)
    }
}

/// Longest programme or delegation, in signs.
const LONGEST: usize = 200;
/// Largest envelope: ten billion euros.
pub const LARGEST: i64 = 1_000_000_000_000;

/// Envelopes and what was voted on each.
#[derive(Clone, Debug, Default)]
pub struct Purse {
    envelopes: Vec<Envelope>,
    own: HashMap<Uuid, i64>,
}

impl Purse {
    /// These envelopes; `votes` are cents voted on an envelope, several times the same or never.
    pub fn new(envelopes: Vec<Envelope>, votes: impl IntoIterator<Item = (Uuid, i64)>) -> Self {
        let mut own = HashMap::new();
        for (envelope, cents) in votes {
            *own.entry(envelope).or_insert(0) += cents;
        }
        Self { envelopes, own }
    }

    /// The same envelopes once more was voted; less, when cents are below zero.
    pub fn spending(&self, votes: impl IntoIterator<Item = (Uuid, i64)>) -> Self {
        let mut after = self.clone();
        for (envelope, cents) in votes {
            *after.own.entry(envelope).or_insert(0) += cents;
        }
        after
    }

    /// Every envelope.
    pub fn envelopes(&self) -> &[Envelope] {
        &self.envelopes
    }

    /// An envelope.
    pub fn find(&self, id: Uuid) -> Option<&Envelope> {
        self.envelopes.iter().find(|one| one.id == id)
    }

    /// What is cut out of an envelope; those at the top for none.
    pub fn children(&self, parent: Option<Uuid>) -> Vec<&Envelope> {
        self.envelopes.iter().filter(|one| one.terms.parent == parent).collect()
    }

    /// The envelopes above one, from the nearest. A loop in what is kept ends the walk.
    pub fn above(&self, id: Uuid) -> Vec<&Envelope> {
        let mut above: Vec<&Envelope> = Vec::new();
        let mut next = self.find(id).and_then(|one| one.terms.parent);
        while let Some(one) = next.and_then(|id| self.find(id)) {
            if one.id == id || above.iter().any(|known| known.id == one.id) {
                break;
            }
            above.push(one);
            next = one.terms.parent;
        }
        above
    }

    /// Where the money of an envelope is.
    pub fn of(&self, id: Uuid) -> Use {
        let Some(envelope) = self.find(id) else { return Use::default() };
        let own = self.own.get(&id).copied().unwrap_or(0);
        let below = self.envelopes.iter().filter(|one| self.above(one.id).iter().any(|above| above.id == id));
        let whole = own + below.map(|one| self.own.get(&one.id).copied().unwrap_or(0)).sum::<i64>();
        let aside = self.children(Some(id)).iter().map(|one| one.terms.cents).sum();
        Use { amount: envelope.terms.cents, own, whole, aside }
    }

    /// What a funder has left in its envelopes of a year, in cents: what it cuts out for itself stays its own, what it cuts out
    /// for others no longer is, and what others cut out for it is.
    pub fn left_of(&self, funder: Uuid, year: i64) -> i64 {
        let is_own = |one: &&Envelope| one.terms.funder == funder && one.terms.year == year;
        let own = self.envelopes.iter().filter(is_own);
        own.map(|one| {
            let is_cut_for_itself = one.terms.parent.and_then(|id| self.find(id)).is_some_and(|above| is_own(&above));
            let voted = self.own.get(&one.id).copied().unwrap_or(0);
            let given: i64 = self
                .children(Some(one.id))
                .into_iter()
                .filter(|child| !is_own(child))
                .map(|child| child.terms.cents)
                .sum();
            if is_cut_for_itself { -voted - given } else { one.terms.cents - voted - given }
        })
        .sum()
    }

    /// The envelopes that a vote of `after` cents instead of `before` would take below zero, with by how much. What
    /// lowers a vote never does.
    pub fn exceeded_by(&self, id: Uuid, before: i64, after: i64) -> Vec<(&Envelope, i64)> {
        let more = after - before;
        let Some(envelope) = self.find(id).filter(|_| more > 0) else { return Vec::new() };
        let mut over = Vec::new();
        let after = |mut used: Use, is_own: bool| {
            used.own += if is_own { more } else { 0 };
            used.whole += more;
            if is_own { used.over() } else { (-used.left()).max(0) }
        };
        for (at, one) in std::iter::once(envelope).chain(self.above(id)).enumerate() {
            let by = after(self.of(one.id), at == 0);
            if by > 0 {
                over.push((one, by));
            }
        }
        over
    }

    /// The envelope a line of this funder, programme and year is charged on when nobody chooses: the one of its
    /// neighbourhood when it has one only, that of the whole contract otherwise; the deepest of several.
    pub fn fitting(&self, funder: Uuid, programme: &str, year: i64, areas: &[Uuid]) -> Option<Uuid> {
        let key = kernel::text::search_key(programme);
        let is_of = |one: &&Envelope| {
            one.terms.funder == funder
                && one.terms.year == year
                && (key.is_empty() || kernel::text::search_key(&one.terms.programme) == key)
        };
        let place = |one: &Envelope| match (one.terms.area, areas) {
            (Some(area), [only]) if area == *only => Some(2),
            (Some(_), _) => None,
            (None, _) => Some(1),
        };
        let mut all: Vec<(i32, usize, Uuid)> = self
            .envelopes
            .iter()
            .filter(is_of)
            .filter_map(|one| Some((place(one)?, self.above(one.id).len(), one.id)))
            .collect();
        all.sort_by_key(|(place, depth, id)| (-*place, std::cmp::Reverse(*depth), *id));
        all.first().map(|(_, _, id)| *id)
    }

    /// What is wrong with what is written of an envelope, a new one when `id` is none.
    pub fn check(&self, id: Option<Uuid>, terms: &EnvelopeTerms) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut tell = |field: &str, sentence: String| errors.push(FieldError::new(field, sentence));
        if terms.programme.trim().is_empty() || terms.programme.chars().count() > LONGEST {
            tell("programme", "Nommez le dispositif, en moins de 200 signes".to_owned());
        }
        if terms.delegated_by.chars().count() > LONGEST {
            tell("delegation", "Restez sous 200 signes".to_owned());
        }
        if !(2015..=2100).contains(&terms.year) {
            tell("annee", "L’année est entre 2015 et 2100".to_owned());
        }
        if terms.cents < 0 || terms.cents > LARGEST {
            tell("montant", "Le montant est entre 0 et 10 milliards d’euros".to_owned());
            return errors;
        }
        if let Some(parent) = terms.parent {
            self.check_parent(id, terms, parent, &mut tell);
        }
        if let Some(before) = id.and_then(|id| self.find(id)) {
            let used = self.of(before.id);
            let is_used = used.own > 0 || !self.children(Some(before.id)).is_empty();
            let why = "des votes ou d’autres enveloppes s’appuient sur celle-ci. Ouvrez-en une autre";
            if is_used && before.terms.year != terms.year {
                tell("annee", format!("L’année ne change plus : {why}"));
            }
            if is_used && before.terms.funder != terms.funder {
                tell("financeur", format!("Le financeur ne change plus : {why}"));
            }
            let taken = (used.own + used.aside).max(used.whole);
            if terms.cents < taken {
                let taken = french::euros(Cents(taken));
                tell("montant", format!("{taken} de cette enveloppe sont déjà votés ou délégués : pas moins"));
            }
        }
        errors
    }

    fn check_parent(&self, id: Option<Uuid>, terms: &EnvelopeTerms, parent: Uuid, tell: &mut impl FnMut(&str, String)) {
        let Some(above) = self.find(parent) else {
            return tell("parente", "Choisissez une enveloppe de la liste, ou aucune".to_owned());
        };
        if id == Some(parent) || self.above(parent).iter().any(|one| Some(one.id) == id) {
            return tell("parente", "Une enveloppe ne se prend pas sur elle-même".to_owned());
        }
        if above.terms.year != terms.year {
            return tell(
                "parente",
                format!("Cette enveloppe est de {} : choisissez-en une de la même année", above.terms.year),
            );
        }
        // What this envelope kept aside already is its own.
        let before = id.and_then(|id| self.find(id)).filter(|one| one.terms.parent == Some(parent));
        let free = self.of(parent).free() + before.map_or(0, |one| one.terms.cents);
        if terms.cents > free {
            let free = french::euros(Cents(free.max(0)));
            tell("montant", format!("L’enveloppe « {} » n’a plus que {free} à déléguer", above.terms.programme));
        }
    }
}

/// Where an envelope stands, in a sentence; it turns when the envelope is exceeded.
pub fn envelope_sentence(name: &str, used: &Use) -> (bool, String) {
    let euros = |cents| french::euros(Cents(cents));
    let (voted, amount, over) = (euros(used.whole), euros(used.amount), used.over());
    let sentence = match (over, used.left()) {
        (0, 0) => format!("{name} : {voted} votés, l’enveloppe est toute employée"),
        (0, left) => format!("{name} : {voted} votés sur {amount}, il reste {}", euros(left)),
        (over, _) => format!("{name} : {voted} votés sur {amount}, l’enveloppe est dépassée de {}", euros(over)),
    };
    (over > 0, french::spaced(&sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(id: u128, parent: Option<u128>, cents: i64) -> Envelope {
        let terms = EnvelopeTerms {
            funder: Uuid::from_u128(900),
            programme: "Politique de la ville".into(),
            year: 2026,
            cents,
            parent: parent.map(Uuid::from_u128),
            ..EnvelopeTerms::default()
        };
        Envelope { id: Uuid::from_u128(id), terms, ..Envelope::default() }
    }

    fn purse(votes: &[(u128, i64)]) -> Purse {
        let all = vec![envelope(1, None, 1_000), envelope(2, Some(1), 400), envelope(3, Some(2), 100)];
        Purse::new(all, votes.iter().map(|(id, cents)| (Uuid::from_u128(*id), *cents)))
    }

    #[test]
    fn what_is_cut_out_is_kept_aside_and_counted_above() {
        let purse = purse(&[(1, 300), (2, 250), (3, 50), (3, 20)]);
        assert_eq!(purse.of(Uuid::from_u128(1)), Use { amount: 1_000, own: 300, whole: 620, aside: 400 });
        assert_eq!(purse.of(Uuid::from_u128(2)), Use { amount: 400, own: 250, whole: 320, aside: 100 });
        assert_eq!((purse.of(Uuid::from_u128(1)).free(), purse.of(Uuid::from_u128(1)).left()), (300, 380));
        assert_eq!(purse.of(Uuid::from_u128(9)), Use::default());
    }

    #[test]
    fn a_vote_too_large_names_every_envelope_it_exceeds() {
        let purse = purse(&[(1, 580), (3, 100)]);
        let three = Uuid::from_u128(3);
        assert!(purse.exceeded_by(three, 100, 100).is_empty() && purse.exceeded_by(three, 100, 40).is_empty());
        let over = |more| {
            let found = purse.exceeded_by(three, 0, more);
            found.into_iter().map(|(one, by)| (one.id.as_u128(), by)).collect::<Vec<_>>()
        };
        assert_eq!(over(1), [(3, 1)]);
        assert_eq!(over(301), [(3, 301), (2, 1)]);
        assert_eq!(over(321), [(3, 321), (2, 21), (1, 1)]);
    }

    #[test]
    fn an_envelope_is_never_cut_below_what_it_gave() {
        let purse = purse(&[(1, 300), (2, 250)]);
        let told = |id: Option<u128>, terms: &EnvelopeTerms| {
            let errors = purse.check(id.map(Uuid::from_u128), terms);
            errors.into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        let terms = |cents| EnvelopeTerms { cents, ..envelope(1, None, 0).terms };
        assert!(told(Some(1), &terms(700)).is_empty());
        assert_eq!(told(Some(1), &terms(699)), ["montant"], "300 voted and 400 kept aside");
        let cut = |cents| EnvelopeTerms { cents, ..envelope(2, Some(1), 0).terms };
        assert!(told(Some(2), &cut(700)).is_empty(), "its own 400 and the 300 left");
        assert_eq!((told(Some(2), &cut(701)), told(None, &cut(301))), (vec!["montant".into()], vec!["montant".into()]));
        assert_eq!(told(Some(1), &EnvelopeTerms { parent: Some(Uuid::from_u128(3)), ..terms(1_000) }), ["parente"]);
        let wrong = EnvelopeTerms { year: 1999, cents: -1, ..EnvelopeTerms::default() };
        assert_eq!(told(None, &wrong), ["programme", "annee", "montant"]);
    }

    #[test]
    fn an_envelope_in_use_keeps_its_year_and_its_funder() {
        let purse = purse(&[(3, 10)]);
        let told = |id: u128, terms: EnvelopeTerms| {
            let errors = purse.check(Some(Uuid::from_u128(id)), &terms);
            errors.into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        let (voted, above) = (envelope(3, None, 100).terms, envelope(1, None, 1_000).terms);
        assert_eq!(told(3, EnvelopeTerms { year: 2027, ..voted.clone() }), ["annee"], "a vote is charged on it");
        assert_eq!(told(1, EnvelopeTerms { year: 2027, ..above.clone() }), ["annee"], "others are cut out of it");
        assert_eq!(told(3, EnvelopeTerms { funder: Uuid::from_u128(901), ..voted.clone() }), ["financeur"]);
        assert!(told(3, EnvelopeTerms { programme: "Autre".into(), ..voted }).is_empty());
        let unused = self::purse(&[]);
        let later = EnvelopeTerms { year: 2027, ..envelope(3, None, 100).terms };
        assert!(unused.check(Some(Uuid::from_u128(3)), &later).is_empty());
    }

    #[test]
    fn a_funder_has_left_what_it_did_not_give_away_and_what_it_was_given() {
        let (state, town) = (Uuid::from_u128(900), Uuid::from_u128(901));
        // The State has 1 000: 400 are cut out for itself, of which 100 go to the town.
        let all = |votes: &[(u128, i64)]| {
            let mut all = vec![envelope(1, None, 1_000), envelope(2, Some(1), 400), envelope(3, Some(2), 100)];
            all[2].terms.funder = town;
            Purse::new(all, votes.iter().map(|(id, cents)| (Uuid::from_u128(*id), *cents)))
        };
        let left = |votes: &[(u128, i64)]| (all(votes).left_of(state, 2026), all(votes).left_of(town, 2026));
        assert_eq!(left(&[]), (900, 100));
        assert_eq!(left(&[(1, 50), (2, 20), (3, 30)]), (830, 70));
        assert_eq!(all(&[]).left_of(state, 2027), 0);
    }

    #[test]
    fn a_line_is_charged_on_the_envelope_of_its_own_neighbourhood() {
        let (funder, area) = (Uuid::from_u128(900), Uuid::from_u128(70));
        let mut all = vec![envelope(1, None, 10), envelope(2, Some(1), 10), envelope(3, Some(1), 10)];
        all[2].terms.area = Some(area);
        let purse = Purse::new(all, []);
        let fit = |year, areas: &[Uuid]| purse.fitting(funder, "politique de la VILLE", year, areas);
        assert_eq!(fit(2026, &[area]), Some(Uuid::from_u128(3)));
        assert_eq!(fit(2026, &[area, Uuid::from_u128(71)]), Some(Uuid::from_u128(2)), "the deepest of the whole");
        assert_eq!((fit(2027, &[area]), purse.fitting(area, "", 2026, &[])), (None, None));
    }

    #[test]
    fn a_sentence_turns_when_an_envelope_is_exceeded() {
        let said = |whole| envelope_sentence("Ville", &Use { amount: 10_000, own: whole, whole, aside: 0 });
        assert_eq!(said(2_500), (false, "Ville\u{a0}: 25\u{a0}€ votés sur 100\u{a0}€, il reste 75\u{a0}€".to_owned()));
        assert!(!said(10_000).0 && said(10_000).1.ends_with("toute employée"));
        assert_eq!(
            said(10_001),
            (
                true,
                "Ville\u{a0}: 100,01\u{a0}€ votés sur 100\u{a0}€, l’enveloppe est dépassée de 0,01\u{a0}€".to_owned()
            )
        );
    }
}
