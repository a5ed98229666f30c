//! A questionnaire to begin with: the « enquête écoute » that towns repeat from year to year.

use questionnaire::model::{Form, Item, Kind, Language, Source, Text};

use super::draft::{QuestionText, put};

/// Languages of the questionnaire, French first.
const LANGUAGES: [&str; 3] = ["Français (fr)", "English (en)", "العربية (ar)"];

/// Words in each of them.
type Words = [&'static str; 3];

/// A question to begin with.
struct Starter {
    kind: &'static str,
    role: &'static str,
    label: Words,
    hint: Words,
    choices: Words,
    most: &'static str,
    has_dont_know: bool,
    has_rather_not: bool,
}

const PLAIN: Starter = Starter {
    kind: "select_one",
    role: "",
    label: ["", "", ""],
    hint: ["", "", ""],
    choices: ["", "", ""],
    most: "",
    has_dont_know: false,
    has_rather_not: false,
};

const QUESTIONS: &[Starter] = &[
    Starter {
        label: ["Depuis combien de temps y vivez-vous ?", "How long have you lived there?", "منذ متى تسكنون فيه؟"],
        choices: [
            "Moins d’un an\nD’un à cinq ans\nPlus de cinq ans",
            "Less than a year\nOne to five years\nMore than five years",
            "أقل من سنة\nمن سنة إلى خمس سنوات\nأكثر من خمس سنوات",
        ],
        ..PLAIN
    },
    Starter {
        label: [
            "Comment trouvez-vous la vie dans votre quartier ?",
            "How do you find life in your neighbourhood?",
            "كيف تجدون الحياة في حيّكم؟",
        ],
        choices: [
            "Très bien\nPlutôt bien\nPlutôt mal\nTrès mal",
            "Very good\nRather good\nRather bad\nVery bad",
            "جيدة جدًّا\nجيدة إلى حد ما\nسيئة إلى حد ما\nسيئة جدًّا",
        ],
        has_dont_know: true,
        ..PLAIN
    },
    Starter {
        label: ["Vous y sentez-vous en sécurité ?", "Do you feel safe there?", "هل تشعرون بالأمان فيه؟"],
        choices: ["Toujours\nSouvent\nRarement\nJamais", "Always\nOften\nSeldom\nNever", "دائمًا\nغالبًا\nنادرًا\nأبدًا"],
        has_dont_know: true,
        has_rather_not: true,
        ..PLAIN
    },
    Starter {
        kind: "select_multiple",
        label: [
            "De quoi faut-il s’occuper d’abord ?",
            "What should be dealt with first?",
            "ما الذي يجب الاهتمام به أولًا؟",
        ],
        choices: [
            "Propreté\nSécurité\nLogement\nEmploi et formation\nSanté\nÉcole et jeunesse\nTransports\nSport, culture et loisirs\nAccès aux droits\nNature et fraîcheur",
            "Cleanliness\nSafety\nHousing\nJobs and training\nHealth\nSchool and youth\nTransport\nSport, culture and leisure\nAccess to rights\nNature and coolness",
            "النظافة\nالأمن\nالسكن\nالعمل والتكوين\nالصحة\nالمدرسة والشباب\nالنقل\nالرياضة والثقافة والترفيه\nالوصول إلى الحقوق\nالطبيعة وأماكن الظل",
        ],
        most: "3",
        has_dont_know: true,
        ..PLAIN
    },
    Starter {
        kind: "text",
        role: "theme_ouverte",
        label: [
            "Qu’est-ce qui changerait votre vie ici ?",
            "What would change your life here?",
            "ما الذي قد يغيّر حياتكم هنا؟",
        ],
        hint: [
            "Avec vos mots. N’écrivez le nom de personne.",
            "In your own words. Do not write anybody’s name.",
            "بكلماتكم. لا تكتبوا اسم أي شخص.",
        ],
        ..PLAIN
    },
    Starter {
        label: [
            "Voulez-vous prendre part à ce qui va suivre ?",
            "Do you want to take part in what comes next?",
            "هل تريدون المشاركة فيما سيأتي؟",
        ],
        choices: ["Oui\nPeut-être\nNon", "Yes\nMaybe\nNo", "نعم\nربما\nلا"],
        ..PLAIN
    },
    Starter {
        role: "age",
        label: ["Quel âge avez-vous ?", "How old are you?", "كم عمركم؟"],
        choices: [
            "Moins de 15 ans\n15 à 24 ans\n25 à 39 ans\n40 à 59 ans\n60 à 74 ans\n75 ans ou plus",
            "Under 15\n15 to 24\n25 to 39\n40 to 59\n60 to 74\n75 or more",
            "أقل من 15 سنة\nمن 15 إلى 24 سنة\nمن 25 إلى 39 سنة\nمن 40 إلى 59 سنة\nمن 60 إلى 74 سنة\n75 سنة أو أكثر",
        ],
        has_rather_not: true,
        ..PLAIN
    },
    Starter {
        role: "sexe",
        label: ["Vous êtes…", "You are…", "أنتم…"],
        choices: ["Une femme\nUn homme\nAutre", "A woman\nA man\nOther", "امرأة\nرجل\nغير ذلك"],
        has_rather_not: true,
        ..PLAIN
    },
];

/// A form with the questions of a listening survey, in French, English and Arabic. `areas`: code and name of the
/// neighbourhoods.
pub fn listening(id: &str, title: &str, areas: &[(String, String)]) -> Form {
    let mut form = Form { id: id.to_owned(), title: title.to_owned(), ..Form::default() };
    form.languages = LANGUAGES.iter().map(|name| Language::new(name)).collect();
    form.settings.default_language = LANGUAGES[0].to_owned();
    area_question(&mut form, areas);
    let told = |words: &Words| {
        LANGUAGES.iter().zip(words).map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect()
    };
    for question in QUESTIONS {
        let text = QuestionText {
            kind: question.kind.into(),
            label: told(&question.label),
            hint: told(&question.hint),
            choices: told(&question.choices),
            role: question.role.into(),
            most: question.most.into(),
            has_dont_know: question.has_dont_know,
            has_rather_not: question.has_rather_not,
            ..QuestionText::default()
        };
        put(&mut form, None, &text);
    }
    form
}

fn area_question(form: &mut Form, areas: &[(String, String)]) {
    use questionnaire::model::{Choice, ChoiceList};
    let in_each = |words: [&str; 3]| LANGUAGES.iter().copied().zip(words).collect::<Text>();
    let mut choices: Vec<Choice> = areas
        .iter()
        .map(|(code, name)| Choice { label: in_each([name, name, name]), ..Choice::new(code, "") })
        .collect();
    choices.push(Choice {
        label: in_each(["Ailleurs", "Elsewhere", "في مكان آخر"]), ..Choice::new("ailleurs", "")
    });
    form.lists.push(ChoiceList { name: "quartiers".into(), is_external: false, choices });
    let kind = Kind::SelectOne(Source::List("quartiers".into()), false);
    let mut item = Item::new("quartier", kind, "");
    item.label =
        in_each(["Dans quel quartier vivez-vous ?", "Which neighbourhood do you live in?", "في أيّ حيّ تسكنون؟"]);
    item.role = Some("quartier".into());
    item.required = Some("true()".into());
    form.items.push(item);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given::of_role;

    #[test]
    fn the_questionnaire_to_begin_with_is_sound() {
        let form = listening("ecoute", "Enquête écoute", &[("QN01101N".into(), "La Conte".into())]);
        assert_eq!(questionnaire::xlsform::check(&form), []);
        assert_eq!(form.questions().len(), 9);
        for role in ["quartier", "age", "sexe", "theme_ouverte"] {
            assert!(of_role(&form, role).is_some(), "{role}");
        }
    }
}
