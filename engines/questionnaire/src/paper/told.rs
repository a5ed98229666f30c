//! Sentences that paper adds, in French, English and Arabic.

use crate::answering::Speech;
use crate::expression::number_text;

/// What somebody must have answered before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Ticked,
    NotTicked,
    Nothing,
    Something,
    Same,
    Other,
    More,
    AtLeast,
    Less,
    AtMost,
}

impl Speech {
    pub(super) fn other(self) -> &'static str {
        self.among(["Autre", "Other", "غير ذلك"])
    }

    pub(super) fn and(self) -> &'static str {
        self.among([" et ", " and ", " و"])
    }

    pub(super) fn answer_if(self, condition: &str) -> String {
        match self {
            Self::French => format!("Répondez si {condition}."),
            Self::English => format!("Please answer if {condition}."),
            Self::Arabic => format!("أجيبوا إذا {condition}."),
        }
    }

    pub(super) fn answer_if_led(self) -> &'static str {
        self.among([
            "Répondez si vos réponses précédentes vous y amènent.",
            "Please answer if your answers so far lead you here.",
            "أجيبوا إذا كانت أجوبتكم السابقة تقود إلى هذا السؤال.",
        ])
    }

    /// A number with its decimal sign.
    pub(super) fn decimal(self, number: f64) -> String {
        let text = number_text(number);
        if self == Self::English { text } else { text.replace('.', ",") }
    }

    /// « vous avez coché « Oui » à la question 3 »
    pub(super) fn told(self, way: Way, answer: &str, question: usize) -> String {
        match self {
            Self::French => {
                let what = match way {
                    Way::Ticked => format!("vous avez coché « {answer} »"),
                    Way::NotTicked => format!("vous n’avez pas coché « {answer} »"),
                    Way::Nothing => "vous n’avez rien répondu".to_owned(),
                    Way::Something => "vous avez répondu".to_owned(),
                    Way::Same => format!("vous avez répondu « {answer} »"),
                    Way::Other => format!("vous n’avez pas répondu « {answer} »"),
                    Way::More => format!("vous avez répondu plus de {answer}"),
                    Way::AtLeast => format!("vous avez répondu {answer} ou plus"),
                    Way::Less => format!("vous avez répondu moins de {answer}"),
                    Way::AtMost => format!("vous avez répondu {answer} ou moins"),
                };
                format!("{what} à la question {question}")
            }
            Self::English => {
                let what = match way {
                    Way::Ticked => format!("you ticked “{answer}”"),
                    Way::NotTicked => format!("you did not tick “{answer}”"),
                    Way::Nothing => "you gave no answer".to_owned(),
                    Way::Something => "you gave an answer".to_owned(),
                    Way::Same => format!("you answered “{answer}”"),
                    Way::Other => format!("you did not answer “{answer}”"),
                    Way::More => format!("you answered more than {answer}"),
                    Way::AtLeast => format!("you answered {answer} or more"),
                    Way::Less => format!("you answered less than {answer}"),
                    Way::AtMost => format!("you answered {answer} or less"),
                };
                format!("{what} to question {question}")
            }
            Self::Arabic => {
                let what = match way {
                    Way::Ticked => format!("وضعتم علامة على «{answer}»"),
                    Way::NotTicked => format!("لم تضعوا علامة على «{answer}»"),
                    Way::Nothing => "لم تجيبوا".to_owned(),
                    Way::Something => "أجبتم".to_owned(),
                    Way::Same => format!("أجبتم «{answer}»"),
                    Way::Other => format!("لم تجيبوا «{answer}»"),
                    Way::More => format!("أجبتم بأكثر من {answer}"),
                    Way::AtLeast => format!("أجبتم {answer} أو أكثر"),
                    Way::Less => format!("أجبتم بأقل من {answer}"),
                    Way::AtMost => format!("أجبتم {answer} أو أقل"),
                };
                format!("{what} في السؤال {question}")
            }
        }
    }
}
