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

    fn too_many_told(self, is_one: bool) -> &'static str {
        if is_one && self == Self::French {
            return "Vous avez choisi {given} réponses : une seule est possible.";
        }
        self.among([
            "Vous avez choisi {given} réponses : {most} au plus sont possibles. Retirez-en {less}.",
            "You chose {given} answers: {most} at most are possible. Please remove {less}.",
            "عدد الأجوبة المختارة: {given}، والحد الأقصى: {most}. احذفوا منها {less}.",
        ])
    }

    pub(super) fn too_many(self, most: usize, given: usize) -> String {
        let numbers = [("{given}", given), ("{most}", most), ("{less}", given - most)];
        numbers.iter().fold(self.too_many_told(most == 1).to_owned(), |told, (name, number)| {
            told.replace(name, &number.to_string())
        })
    }

    fn not_alone_told(self) -> &'static str {
        self.among([
            "« {label} » se choisit seule : retirez-la, ou retirez les autres réponses.",
            "“{label}” is chosen alone: remove it, or remove the other answers.",
            "«{label}» جواب يُختار وحده: احذفوه أو احذفوا الأجوبة الأخرى.",
        ])
    }

    pub(super) fn not_alone(self, label: &str) -> String {
        self.not_alone_told().replace("{label}", label)
    }

    fn unranked_told(self) -> &'static str {
        self.among([
            "Donnez un rang à chacune des {count} réponses.",
            "Please rank each of the {count} answers.",
            "رتّبوا كل الأجوبة وعددها {count}.",
        ])
    }

    pub(super) fn unranked(self, count: usize) -> String {
        self.unranked_told().replace("{count}", &count.to_string())
    }

    fn out_of_scale_told(self) -> &'static str {
        self.among([
            "Choisissez un nombre de l’échelle, de {least} à {most}.",
            "Please choose a number of the scale, from {least} to {most}.",
            "اختاروا رقمًا من السلّم، من {least} إلى {most}.",
        ])
    }

    pub(super) fn out_of_scale(self, least: f64, most: f64) -> String {
        self.out_of_scale_told().replace("{least}", &number_text(least)).replace("{most}", &number_text(most))
    }

    fn too_long_told(self) -> &'static str {
        self.among([
            "Ce texte est trop long : {most} signes au plus.",
            "This text is too long: {most} characters at most.",
            "هذا النص طويل جدًا: {most} حرفًا على الأكثر.",
        ])
    }

    pub(super) fn too_long(self, most: usize) -> String {
        self.too_long_told().replace("{most}", &most.to_string())
    }

    /// Every sentence a device may have to tell without us, by what is wrong; numbers and words to put in between braces.
    pub(crate) fn for_devices(self) -> [(&'static str, &'static str); 12] {
        [
            ("missing", self.missing()),
            ("whole", self.whole_number()),
            ("number", self.number()),
            ("day", self.day()),
            ("tick", self.acknowledge()),
            ("not-offered", self.not_offered()),
            ("too-many", self.too_many_told(false)),
            ("too-many-of-one", self.too_many_told(true)),
            ("not-alone", self.not_alone_told()),
            ("unranked", self.unranked_told()),
            ("out-of-scale", self.out_of_scale_told()),
            ("constraint", self.constraint()),
        ]
    }
}
