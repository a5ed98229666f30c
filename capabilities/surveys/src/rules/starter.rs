//! A questionnaire to begin with: the « enquête écoute » that towns repeat from year to year.

use questionnaire::model::{Form, Item, Kind, Source};

use super::draft::{QuestionText, put};

/// Bands of age, as people choose them.
const AGES: &str = "Moins de 15 ans\n15 à 24 ans\n25 à 39 ans\n40 à 59 ans\n60 à 74 ans\n75 ans ou plus";

/// A form with the questions of a listening survey. `areas`: code and name of the neighbourhoods.
pub fn listening(id: &str, title: &str, areas: &[(String, String)]) -> Form {
    let mut form = Form { id: id.to_owned(), title: title.to_owned(), ..Form::default() };
    area_question(&mut form, areas);
    let mut add = |kind: &str, role: &str, label: &str, choices: &str, change: &dyn Fn(&mut QuestionText)| {
        let mut text = QuestionText {
            kind: kind.into(),
            label: [(String::new(), label.to_owned())].into(),
            choices: [(String::new(), choices.to_owned())].into(),
            role: role.into(),
            ..QuestionText::default()
        };
        change(&mut text);
        put(&mut form, None, &text)
    };
    let opinion = |text: &mut QuestionText| text.has_dont_know = true;
    add("select_one", "", "Depuis combien de temps y vivez-vous ?", "Moins d’un an\nD’un à cinq ans\nPlus de cinq ans", &|_| {});
    add("select_one", "", "Comment trouvez-vous la vie dans votre quartier ?", "Très bien\nPlutôt bien\nPlutôt mal\nTrès mal", &opinion);
    add("select_one", "", "Vous y sentez-vous en sécurité ?", "Toujours\nSouvent\nRarement\nJamais", &|text| {
        text.has_dont_know = true;
        text.has_rather_not = true;
    });
    let subjects = "Propreté\nSécurité\nLogement\nEmploi et formation\nSanté\nÉcole et jeunesse\nTransports\nSport, culture et loisirs\nAccès aux droits\nNature et fraîcheur";
    add("select_multiple", "", "De quoi faut-il s’occuper d’abord ?", subjects, &|text| {
        text.most = "3".into();
        text.has_dont_know = true;
    });
    add("text", "theme_ouverte", "Qu’est-ce qui changerait votre vie ici ?", "", &|text| {
        text.hint = [(String::new(), "Avec vos mots. N’écrivez le nom de personne.".to_owned())].into();
    });
    add("select_one", "", "Voulez-vous prendre part à ce qui va suivre ?", "Oui\nPeut-être\nNon", &|_| {});
    add("select_one", "age", "Quel âge avez-vous ?", AGES, &|text| text.has_rather_not = true);
    add("select_one", "sexe", "Vous êtes…", "Une femme\nUn homme\nAutre", &|text| text.has_rather_not = true);
    form
}

fn area_question(form: &mut Form, areas: &[(String, String)]) {
    use questionnaire::model::{Choice, ChoiceList};
    let mut choices: Vec<Choice> = areas.iter().map(|(code, name)| Choice::new(code, name)).collect();
    choices.push(Choice::new("ailleurs", "Ailleurs"));
    form.lists.push(ChoiceList { name: "quartiers".into(), is_external: false, choices });
    let kind = Kind::SelectOne(Source::List("quartiers".into()), false);
    let mut item = Item::new("quartier", kind, "Dans quel quartier vivez-vous ?");
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
