//! Sentences told to the person who answers, in French, English and Arabic.

use crate::expression::number_text;
use crate::model::Language;

/// A language the house speaks to those who answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Speech {
    /// French, for want of another.
    French,
    /// English.
    English,
    /// Arabic.
    Arabic,
}

impl Speech {
    /// The language of a form (« English (en) », « ar »), or French.
    pub fn of(language: &str) -> Self {
        match Language::new(language).code.as_deref() {
            Some("en") => Self::English,
            Some("ar") => Self::Arabic,
            _ => Self::French,
        }
    }

    pub(crate) fn among(self, [french, english, arabic]: [&'static str; 3]) -> &'static str {
        match self {
            Self::French => french,
            Self::English => english,
            Self::Arabic => arabic,
        }
    }

    pub(super) fn missing(self) -> &'static str {
        self.among(["Répondez à cette question.", "Please answer this question.", "يرجى الإجابة عن هذا السؤال."])
    }

    pub(super) fn number(self) -> &'static str {
        self.among([
            "Écrivez un nombre, en chiffres, par exemple 12,5.",
            "Please write a number in digits, for example 12.5.",
            "اكتبوا عددًا بالأرقام، مثلا 12.5.",
        ])
    }

    pub(super) fn whole_number(self) -> &'static str {
        self.among([
            "Écrivez un nombre entier, en chiffres, par exemple 12.",
            "Please write a whole number in digits, for example 12.",
            "اكتبوا عددًا صحيحًا بالأرقام، مثلا 12.",
        ])
    }

    pub(super) fn day(self) -> &'static str {
        self.among([
            "Écrivez une date, par exemple 06/07/2026.",
            "Please write a date, for example 06/07/2026 (day, month, year).",
            "اكتبوا تاريخًا، مثلا 06/07/2026 (اليوم ثم الشهر ثم السنة).",
        ])
    }

    pub(super) fn hour(self) -> &'static str {
        self.among([
            "Écrivez une heure, par exemple 14h30.",
            "Please write a time, for example 14:30.",
            "اكتبوا ساعة، مثلا 14:30.",
        ])
    }

    pub(super) fn moment(self) -> &'static str {
        self.among([
            "Écrivez une date et une heure, par exemple 2026-07-06 14:30.",
            "Please write a date and a time, for example 2026-07-06 14:30.",
            "اكتبوا تاريخًا وساعة، مثلا 2026-07-06 14:30.",
        ])
    }

    pub(super) fn point(self) -> &'static str {
        self.among([
            "Ce lieu n’est pas reconnu : choisissez-le sur la carte.",
            "This place is not recognised: please choose it on the map.",
            "لم يتم التعرف على هذا المكان: اختاروه على الخريطة.",
        ])
    }

    pub(super) fn acknowledge(self) -> &'static str {
        self.among(["Cochez la case pour continuer.", "Please tick the box to go on.", "ضعوا علامة في الخانة للمتابعة."])
    }

    pub(super) fn not_offered(self) -> &'static str {
        self.among([
            "Choisissez parmi les réponses proposées.",
            "Please choose among the answers offered.",
            "اختاروا من بين الأجوبة المقترحة.",
        ])
    }

    pub(super) fn constraint(self) -> &'static str {
        self.among([
            "Cette réponse ne convient pas : vérifiez-la.",
            "This answer does not fit: please check it.",
            "هذا الجواب غير مناسب: يرجى التحقق منه.",
        ])
    }

    pub(super) fn too_many(self, most: usize, given: usize) -> String {
        match self {
            Self::French if most == 1 => format!("Vous avez choisi {given} réponses : une seule est possible."),
            Self::French => {
                format!(
                    "Vous avez choisi {given} réponses : {most} au plus sont possibles. Retirez-en {}.",
                    given - most
                )
            }
            Self::English => {
                format!("You chose {given} answers: {most} at most are possible. Please remove {}.", given - most)
            }
            Self::Arabic => {
                format!("اخترتم {given} أجوبة، والحد الأقصى هو {most}. يرجى حذف {}.", given - most)
            }
        }
    }

    pub(super) fn not_alone(self, label: &str) -> String {
        match self {
            Self::French => format!("« {label} » se choisit seule : retirez-la, ou retirez les autres réponses."),
            Self::English => format!("“{label}” is chosen alone: remove it, or remove the other answers."),
            Self::Arabic => format!("«{label}» جواب يُختار وحده: احذفوه أو احذفوا الأجوبة الأخرى."),
        }
    }

    pub(super) fn unranked(self, count: usize) -> String {
        match self {
            Self::French => format!("Donnez un rang à chacune des {count} réponses."),
            Self::English => format!("Please rank each of the {count} answers."),
            Self::Arabic => format!("رتّبوا كل الأجوبة وعددها {count}."),
        }
    }

    pub(super) fn out_of_scale(self, least: f64, most: f64) -> String {
        let (least, most) = (number_text(least), number_text(most));
        match self {
            Self::French => format!("Choisissez un nombre de l’échelle, de {least} à {most}."),
            Self::English => format!("Please choose a number of the scale, from {least} to {most}."),
            Self::Arabic => format!("اختاروا رقمًا من السلّم، من {least} إلى {most}."),
        }
    }

    pub(super) fn too_long(self, most: usize) -> String {
        match self {
            Self::French => format!("Ce texte est trop long : {most} signes au plus."),
            Self::English => format!("This text is too long: {most} characters at most."),
            Self::Arabic => format!("هذا النص طويل جدًا: {most} حرفًا على الأكثر."),
        }
    }
}
