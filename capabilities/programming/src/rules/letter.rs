//! Decision letters: a text with blanks, filled from one decision.

use kernel::{FieldError, vocabulary};

use super::Decision;

vocabulary! {
    /// Where a letter is.
    LetterState {
        /// Its paper is made.
        Prepared => "prepared", "Préparé";
        /// A message left with what it says.
        Mailed => "mailed", "Envoyé par courriel";
        /// It is printed, to go by post.
        Printed => "printed", "Imprimé";
        /// It came back.
        Returned => "returned", "Revenu";
    }
}

vocabulary! {
    /// What a letter fills in by itself.
    Blank {
        /// Number of the application.
        Number => "numero", "numéro du dossier";
        /// Name of the organisation.
        Carrier => "porteur", "nom de l’association";
        /// Its projects decided, a line each.
        Projects => "actions", "actions décidées, une par ligne";
        /// The amount decided.
        Amount => "montant", "montant voté";
        /// The amount asked.
        Asked => "montant_demande", "montant demandé";
        /// The funder.
        Funder => "financeur", "financeur";
        /// Title of the call.
        Call => "appel", "appel à projets";
        /// Title of the committee.
        Committee => "comite", "comité";
        /// Its day.
        Day => "date_comite", "jour du comité";
        /// Why.
        Reason => "motif", "motif de la décision";
        /// On which condition.
        Condition => "reserve", "réserve";
        /// How to appeal.
        Appeal => "recours", "voies et délais de recours";
        /// Other possible aids.
        Aids => "aides", "autres aides possibles";
    }
}

/// How a decision is contested (code of justice administrative, article R. 421-1; code of relations between the public and
/// administrations, article L. 411-2).
pub const APPEAL: &str = "Cette décision peut être contestée dans les deux mois qui suivent sa réception, par un recours gracieux \
                          auprès de l’autorité qui l’a prise ou par un recours devant le tribunal administratif, y compris sur \
                          www.telerecours.fr.";

/// A text with blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LetterText {
    /// The subject line.
    pub subject: String,
    /// The text, `{montant}` and the like standing for what is filled in; an empty line parts paragraphs.
    pub body: String,
}

/// Longest text, in signs.
const LONGEST: usize = 6_000;

impl LetterText {
    /// The text a call begins with, for this decision.
    pub fn first(decision: Decision) -> Self {
        let subject = match decision {
            Decision::Refused => "Votre demande de subvention, dossier {numero}",
            Decision::Postponed => "Votre demande de subvention est ajournée, dossier {numero}",
            _ => "Subvention accordée, dossier {numero}",
        };
        let said = match decision {
            Decision::Favourable => "accord de {montant}, pour {montant_demande} demandés.",
            Decision::Partial => "accord partiel de {montant}, pour {montant_demande} demandés.",
            Decision::Conditional => {
                "accord de {montant}, pour {montant_demande} demandés, sous cette réserve : {reserve}"
            }
            Decision::Postponed => "décision reportée, pour {montant_demande} demandés. Motif : {motif}",
            Decision::Refused => "refus, pour {montant_demande} demandés. Motif : {motif}",
        };
        let end = match decision {
            Decision::Refused => "\n\n{recours}\n\nD’autres aides sont peut-être possibles :\n{aides}",
            Decision::Postponed => "\n\n{recours}",
            Decision::Partial | Decision::Conditional => "\n\n{motif}\n\n{recours}",
            Decision::Favourable => "\n\n{motif}",
        };
        let body = format!(
            "{{porteur}}\n\nRéuni le {{date_comite}}, le comité « {{comite}} » a examiné votre dossier {{numero}}, déposé à \
             l’appel à projets « {{appel}} », pour :\n{{actions}}\n\nFinanceur : {{financeur}}.\nDécision : {said}{end}"
        );
        Self { subject: subject.into(), body }
    }

    /// The text with its blanks filled; a blank that nothing fills disappears, and so does a line it stood alone on, with the line
    /// that announces it.
    pub fn filled(&self, value: impl Fn(Blank) -> String) -> Self {
        let fill = |text: &str| {
            let mut lines = Vec::new();
            for line in text.lines() {
                let mut filled = line.to_owned();
                for blank in Blank::ALL {
                    let mark = format!("{{{}}}", blank.code());
                    if filled.contains(&mark) {
                        filled = filled.replace(&mark, value(*blank).trim());
                    }
                }
                if !filled.trim().is_empty() || line.trim().is_empty() {
                    lines.push(filled);
                } else if lines.last().is_some_and(|before| before.trim_end().ends_with(':')) {
                    // What it announces is not there.
                    lines.pop();
                }
            }
            lines.join("\n").trim_end().to_owned()
        };
        Self { subject: fill(&self.subject), body: fill(&self.body) }
    }

    /// What is wrong with a text for this decision.
    pub fn check(&self, decision: Decision) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut tell = |field: &str, sentence: String| errors.push(FieldError::new(field, sentence));
        if self.subject.trim().is_empty() || self.subject.chars().count() > 150 || self.subject.contains('\n') {
            tell("objet", "Écrivez l’objet du courrier, en moins de 150 signes".to_owned());
        }
        if self.body.trim().is_empty() || self.body.chars().count() > LONGEST {
            tell("texte", "Écrivez le texte du courrier, en moins de 6 000 signes".to_owned());
        }
        for (field, text) in [("objet", &self.subject), ("texte", &self.body)] {
            if let Some(unknown) = unknown_blank(text) {
                tell(
                    field,
                    format!("« {{{unknown}}} » ne correspond à aucune information : voyez la liste sous le texte"),
                );
            }
        }
        let needed: &[Blank] = match decision {
            Decision::Refused => &[Blank::Reason, Blank::Appeal, Blank::Aids],
            Decision::Postponed => &[Blank::Reason],
            Decision::Conditional => &[Blank::Amount, Blank::Condition],
            Decision::Favourable | Decision::Partial => &[Blank::Amount],
        };
        let missing: Vec<String> = needed
            .iter()
            .map(|blank| format!("{{{}}}", blank.code()))
            .filter(|mark| !self.body.contains(mark.as_str()))
            .collect();
        if !missing.is_empty() && !self.body.trim().is_empty() {
            tell("texte", format!("Ce courrier doit dire : {}", missing.join(", ")));
        }
        errors
    }
}

/// The first word between braces that no blank is called by.
fn unknown_blank(text: &str) -> Option<String> {
    text.split('{').skip(1).find_map(|rest| {
        let name = rest.split('}').next().unwrap_or_default();
        let is_blank = rest.contains('}') && Blank::from_code(name).is_some();
        (!is_blank).then(|| kernel::text::shorten(name, 30))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_texts_say_all_they_must() {
        for decision in Decision::ALL {
            let text = LetterText::first(*decision);
            assert!(text.check(*decision).is_empty(), "{decision:?}: {:?}", text.check(*decision));
            let filled = text.filled(|blank| format!("<{}>", blank.code()));
            assert!(!filled.body.contains('{') && filled.body.contains("<porteur>"), "{filled:?}");
        }
    }

    #[test]
    fn what_is_unknown_or_missing_is_told() {
        let fields = |subject: &str, body: &str, decision| {
            let text = LetterText { subject: subject.into(), body: body.into() };
            text.check(decision).into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(fields("", "", Decision::Partial), ["objet", "texte"]);
        assert_eq!(fields("a", "{montan} {montant}", Decision::Partial), ["texte"]);
        assert_eq!(fields("{x", "{montant}", Decision::Partial), ["objet"]);
        assert_eq!(fields("a", "{motif} {recours}", Decision::Refused), ["texte"], "other aids are missing");
    }

    #[test]
    fn a_blank_that_nothing_fills_leaves_no_empty_line() {
        let text = LetterText { subject: "{numero}".into(), body: "Un\n{motif}\n\nDeux {reserve}fin".into() };
        let filled = text.filled(|blank| if blank == Blank::Number { "D-1".into() } else { String::new() });
        assert_eq!((filled.subject.as_str(), filled.body.as_str()), ("D-1", "Un\n\nDeux fin"));
        let refused = LetterText::first(Decision::Refused);
        let without = refused.filled(|blank| if blank == Blank::Aids { String::new() } else { "x".into() });
        assert!(!without.body.contains("D’autres aides") && without.body.ends_with('x'), "{}", without.body);
        let with = refused.filled(|_| "- une aide".into());
        assert!(with.body.ends_with("peut-être possibles :\n- une aide"), "{}", with.body);
    }
}
