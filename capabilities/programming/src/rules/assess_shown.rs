//! What a citizen council may read of a project: a list, and nothing beside it. No name of a person, no address, no
//! telephone, no mail, no bank account: fields that could hold one are not on the list, and texts that are on it are masked,
//! then read again by whoever sends them.

use kernel::{Cents, french, vocabulary};
use themes::privacy;

vocabulary! {
    /// A field of a project that may be shown to a citizen council.
    Shown {
        /// The name of the organisation.
        Carrier => "carrier", "Organisation qui demande";
        /// The title.
        Title => "title", "Intitulé";
        /// The objectives of the contract.
        Objectives => "objectives", "Objectifs du contrat";
        /// What the project does.
        Description => "description", "Ce que fait le projet";
        /// How many people it reaches.
        Publics => "publics", "Personnes attendues";
        /// From when to when.
        Dates => "dates", "Dates";
        /// What it costs.
        Cost => "cost", "Coût total";
        /// Of whom how much is asked.
        Asked => "asked", "Financements demandés";
    }
}

/// What is known of a project, as far as a council may know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Showable {
    /// The organisation.
    pub carrier: String,
    /// The title.
    pub title: String,
    /// Titles of the objectives.
    pub objectives: Vec<String>,
    /// What it does, as the applicant wrote it.
    pub description: String,
    /// How many people.
    pub people: i64,
    /// From when to when, in words.
    pub dates: String,
    /// What it costs, in cents.
    pub cost: i64,
    /// Funders with what is asked of each, in cents.
    pub asked: Vec<(String, i64)>,
}

impl Showable {
    /// What a field says; texts are masked.
    pub fn words(&self, field: Shown) -> String {
        match field {
            Shown::Carrier => self.carrier.clone(),
            Shown::Title => privacy::mask(&self.title),
            Shown::Objectives => self.objectives.join(", "),
            Shown::Description => privacy::mask(&self.description),
            Shown::Publics if self.people > 0 => french::count(self.people, "personne", "personnes"),
            Shown::Publics => String::new(),
            Shown::Dates => self.dates.clone(),
            Shown::Cost => french::euros(Cents(self.cost)),
            Shown::Asked => {
                let one = |(name, cents): &(String, i64)| format!("{name} {}", french::euros(Cents(*cents)));
                self.asked.iter().map(one).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// The summary proposed to whoever asks a council its opinion: every field of the list, one a line, but those a
    /// submission has a field of its own for.
    pub fn summary(&self) -> String {
        let apart = [Shown::Carrier, Shown::Title];
        let fields = Shown::ALL.iter().filter(|field| !apart.contains(field));
        let lines = fields.map(|field| (field, self.words(*field))).filter(|(_, words)| !words.trim().is_empty());
        lines.map(|(field, words)| format!("{} : {words}", field.french())).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_this_one_and_holds_nothing_of_a_person() {
        let codes: Vec<&str> = Shown::ALL.iter().map(|field| field.code()).collect();
        assert_eq!(
            codes,
            ["carrier", "title", "objectives", "description", "publics", "dates", "cost", "asked"],
            "adding a field to what a council reads is a decision: change this list with its reason"
        );
    }

    #[test]
    fn what_names_somebody_is_masked() {
        let project = Showable {
            carrier: "Les Jardins de l’Aude".into(),
            title: "Jardin de Mme Durand".into(),
            description: "Écrire à camille@exemple.fr ou appeler le 06 12 34 56 78. Un jardin ouvert à tous.".into(),
            people: 40,
            cost: 1_250_050,
            asked: vec![("État".into(), 800_000)],
            ..Showable::default()
        };
        let told = format!("{}\n{}", project.words(Shown::Title), project.summary());
        for personal in ["Durand", "camille@", "06 12 34 56 78"] {
            assert!(!told.contains(personal), "{personal} in {told}");
        }
        for kept in ["Un jardin ouvert à tous.", "40\u{a0}personnes", "12\u{202f}500,50\u{a0}€", "État 8\u{202f}000"]
        {
            assert!(told.contains(kept), "{kept} in {told}");
        }
        assert!(!project.summary().contains("Dates"), "what is not known is not told");
    }
}
