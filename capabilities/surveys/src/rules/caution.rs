//! With what caution a consultation is given back: what its figures do not allow to say.

use kernel::french;

/// Under so many answers figures give an idea, no measure.
const LOW_UNDER: i64 = 30;

/// What is known of a consultation when it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Questionnaires, each with the answers that are told: none before the first step.
    pub surveys: Vec<(String, i64)>,
    /// Whether one of them was answered by several ways.
    pub has_ways: bool,
    /// Channels people were heard by.
    pub channels: usize,
    /// Neighbourhoods where no gathering was held, while others had some.
    pub silent: Vec<String>,
}

/// What must be said before anybody reads a figure, in sentences.
pub fn cautions(facts: &Facts) -> Vec<String> {
    let mut all = Vec::new();
    for (title, answers) in &facts.surveys {
        match answers {
            0 => all.push(format!(
                "« {title} » : aucun chiffre n’est encore donné. Il faut onze réponses au moins, et une journée entière."
            )),
            few if *few < LOW_UNDER => {
                let count = french::count(*few, "réponse", "réponses");
                all.push(format!(
                    "« {title} » : {count}, effectif faible. Ces chiffres donnent une idée, ils ne mesurent rien."
                ));
            }
            _ => {}
        }
    }
    if !facts.surveys.is_empty() {
        all.push(
            "Personne n’a été tiré au sort : ont répondu les personnes qui l’ont voulu. Un pourcentage dit ce que pensent ces \
             personnes, pas tout le quartier."
                .to_owned(),
        );
    }
    if facts.channels > 1 || facts.has_ways {
        all.push(
            "Chaque canal a entendu d’autres personnes, d’autres âges. Leurs chiffres ne s’additionnent pas, et ne se comparent \
             pas d’un canal à l’autre."
                .to_owned(),
        );
    }
    if !facts.silent.is_empty() {
        all.push(format!(
            "Aucune rencontre n’a eu lieu dans {} : ce silence ne dit pas que tout y va bien.",
            listed(&facts.silent)
        ));
    }
    if facts.channels > 0 {
        all.push("« Pas demandé » n’est pas zéro : par ce canal, on ne l’a pas demandé ou pas compté.".to_owned());
    }
    all
}

/// « A, B et C ».
fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} et {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_figures_do_not_say_is_told() {
        assert_eq!(cautions(&Facts::default()), Vec::<String>::new());
        let facts = Facts {
            surveys: vec![("Premier".into(), 18), ("Second".into(), 0), ("Troisième".into(), 216)],
            has_ways: false,
            channels: 2,
            silent: vec!["La Gare".into(), "Les Tilleuls".into()],
        };
        let told = cautions(&facts).join("\n");
        for words in [
            "« Premier » : 18\u{a0}réponses, effectif faible",
            "« Second » : aucun chiffre",
            "tiré au sort",
            "ne s’additionnent pas",
            "dans La Gare et Les Tilleuls",
            "n’est pas zéro",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(!told.contains("Troisième"), "{told}");
    }
}
