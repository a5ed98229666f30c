//! What a printed questionnaire and a poster say besides their questions, in the languages the house speaks.

use documents::{Language, Run};

/// The fixed words of a sheet and of a poster.
pub(super) struct Words {
    /// The language they are in.
    pub language: Language,
    pub number: &'static str,
    pub one: &'static str,
    pub several: &'static str,
    pub most: fn(usize) -> String,
    pub ranks: &'static str,
    pub scale: &'static str,
    pub copy: &'static str,
    pub elsewhere: &'static str,
    pub agreed: &'static str,
    pub nameless: &'static str,
    pub taking_back: fn(&str) -> String,
    pub young: fn(i64) -> String,
    pub online: &'static str,
    pub opinion: &'static str,
    pub square: fn(&str) -> String,
    pub how: &'static str,
    pub last: fn(Option<&str>) -> String,
}

const FRENCH: Words = Words {
    language: Language::French,
    number: "Numéro de la feuille (réservé à la saisie)",
    one: "Cochez une seule réponse.",
    several: "Plusieurs réponses sont possibles.",
    most: |most| format!("Cochez {most} réponses au plus."),
    ranks: "Écrivez un rang dans chaque case : 1 pour la première.",
    scale: "Entourez un nombre.",
    copy: "À recopier sur une autre feuille pour chaque personne ou chose.",
    elsewhere: "Cette question se pose sur place, avec une personne de l’équipe.",
    agreed: "Oui",
    nameless: "N’écrivez pas votre nom, ni celui de quelqu’un. Une question sans réponse reste sans réponse : vous pouvez en \
               laisser.",
    taking_back: |town| {
        format!(
            "Une fois saisie, votre feuille ne peut plus être retrouvée parmi les autres, et elle est détruite. Pour la \
             reprendre avant, ou pour toute question sur vos données, écrivez à la déléguée ou au délégué à la protection des \
             données de {town}, en donnant le numéro de la feuille."
        )
    },
    young: |age| format!("Si vous avez moins de {age} ans, un parent doit d’abord être d’accord."),
    online: "Vous pouvez aussi répondre en ligne : ",
    opinion: "Donnez votre avis",
    square: |address| format!("Carré à photographier, qui mène à l’adresse {address}"),
    how: "Photographiez ce carré avec votre téléphone, ou tapez cette adresse",
    last: |until| {
        let until = until.map(|day| format!(" Jusqu’au {day}.")).unwrap_or_default();
        format!("Sans compte et sans nom. Quelques minutes suffisent.{until}")
    },
};

const ENGLISH: Words = Words {
    language: Language::English,
    number: "Sheet number (for the team)",
    one: "Tick one answer only.",
    several: "You may tick several answers.",
    most: |most| format!("Tick {most} answers at most."),
    ranks: "Write a rank in each box: 1 for the first.",
    scale: "Circle one number.",
    copy: "Please copy on another sheet for each person or thing.",
    elsewhere: "This question is asked in person by somebody of the team.",
    agreed: "Yes",
    nameless: "Please do not write your name, nor anybody’s. You may leave questions out.",
    taking_back: |town| {
        format!(
            "Once typed, your sheet can no longer be told from the others, and it is destroyed. To take it back before that, or \
             about your data, write to the data protection officer of {town} with the number of the sheet."
        )
    },
    young: |age| format!("If you are under {age}, a parent must agree first."),
    online: "You may also answer online: ",
    opinion: "Tell us what you think",
    square: |address| format!("Square to photograph, which leads to {address}"),
    how: "Photograph this square with your telephone, or type this address",
    last: |until| {
        let until = until.map(|day| format!(" Until {day}.")).unwrap_or_default();
        format!("No account, no name. It takes a few minutes.{until}")
    },
};

const ARABIC: Words = Words {
    language: Language::Arabic,
    number: "رقم الورقة (خاص بالفريق)",
    one: "ضعوا علامة على جواب واحد فقط.",
    several: "يمكن اختيار عدة أجوبة.",
    most: |most| format!("الحد الأقصى لعدد الأجوبة: {most}."),
    ranks: "اكتبوا رتبة في كل خانة: 1 للأولى.",
    scale: "ضعوا دائرة حول رقم واحد.",
    copy: "يُنسخ على ورقة أخرى لكل شخص أو شيء.",
    elsewhere: "يُطرح هذا السؤال مباشرة من طرف أحد أعضاء الفريق.",
    agreed: "نعم",
    nameless: "لا تكتبوا اسمكم ولا اسم أي شخص آخر. يمكنكم ترك أسئلة دون جواب.",
    taking_back: |town| {
        format!(
            "بعد إدخال ورقتكم لا يمكن العثور عليها بين الأوراق الأخرى، ثم يتم إتلافها. لاستردادها قبل ذلك، أو لأي سؤال عن \
             بياناتكم، اكتبوا إلى المسؤول عن حماية البيانات في {town} مع ذكر رقم الورقة."
        )
    },
    young: |age| format!("إذا كان عمركم أقل من {age} سنة، فيجب أن يوافق أولًا أحد والديكم."),
    online: "يمكنكم أيضًا الإجابة عبر الإنترنت: ",
    opinion: "شاركوا برأيكم",
    square: |address| format!("مربع للتصوير، يؤدي إلى العنوان {address}"),
    how: "صوّروا هذا المربع بهاتفكم، أو اكتبوا هذا العنوان",
    last: |until| {
        let until = until.map(|day| format!(" حتى {day}.")).unwrap_or_default();
        format!("بدون حساب وبدون اسم. تكفي بضع دقائق.{until}")
    },
};

impl Words {
    /// Those of a language; in French where the house does not speak it.
    pub fn of(language: Language) -> &'static Words {
        match language {
            Language::English => &ENGLISH,
            Language::Arabic => &ARABIC,
            Language::French | Language::Other(_) => &FRENCH,
        }
    }

    /// Some of them, in a document of this language.
    pub fn said(&self, text: impl Into<String>, among: Language) -> Run {
        in_language(text, self.language, among)
    }
}

/// Whether the house has its own words in this language.
pub(super) fn is_spoken(language: Language) -> bool {
    Words::of(language).language == language
}

/// Words of a language in a document of another, or of the same.
pub(super) fn in_language(text: impl Into<String>, language: Language, among: Language) -> Run {
    let text = match language {
        Language::French => kernel::french::spaced(&text.into()),
        _ => text.into(),
    };
    if language == among { Run::plain(text) } else { Run::foreign(text, language) }
}

/// One line of a poster for those who read another language than its own, in theirs; none where the house cannot say it.
pub(super) fn invitation(language: Language) -> Option<Run> {
    let words = match language.code() {
        "fr" => "En français : parlez-nous de votre quartier.",
        "en" => "In English: tell us about your neighbourhood.",
        "es" => "En español: cuéntenos sobre su barrio.",
        "pt" => "Em português: fale-nos do seu bairro.",
        "tr" => "Türkçe: mahalleniz hakkında görüşünüzü yazın.",
        "ar" => "بالعربية: حدّثونا عن حيّكم.",
        _ => return None,
    };
    Some(Run::foreign(words, language))
}
