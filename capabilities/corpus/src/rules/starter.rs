//! A codebook to start from: the seven families of needs of a contrat de ville, in our words.

/// One line of it.
pub struct Line {
    /// Code of the theme it is part of, or nothing.
    pub parent: &'static str,
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Words, one a line.
    pub words: &'static str,
    /// Words that cancel it.
    pub unless_words: &'static str,
    /// Whether its words may put somebody at risk.
    pub is_sensitive: bool,
}

const fn line(parent: &'static str, code: &'static str, label: &'static str, words: &'static str) -> Line {
    Line { parent, code, label, words, unless_words: "", is_sensitive: false }
}

const fn sensitive(parent: &'static str, code: &'static str, label: &'static str, words: &'static str) -> Line {
    Line { parent, code, label, words, unless_words: "", is_sensitive: true }
}

/// The lines, in order.
pub const STARTER: &[Line] = &[
    line("", "lieux-de-vie", "Lieux de vie et vie en commun", "cadre de vie\nquartier abandonné\nvivre ensemble"),
    line(
        "lieux-de-vie",
        "logement",
        "État des logements",
        "logement*\nappartement\nhumidité\nmoisissure*\nisolation\nchauffage\nbailleur",
    ),
    line(
        "lieux-de-vie",
        "communs",
        "Communs et immeubles",
        "hall\nascenseur\ncage d’escalier\nescalier\ncave\nimmeuble",
    ),
    line(
        "lieux-de-vie",
        "proprete",
        "Propreté",
        "propreté\npropre\nsale\nsaleté\ndéchet*\npoubelle\nencombrant\nordure\ncrotte\ndéjection*",
    ),
    line(
        "lieux-de-vie",
        "nuisibles",
        "Rats, pigeons et insectes",
        "rat\npigeon\ncafard\nnuisible\npunaise*\nmoustique",
    ),
    line("lieux-de-vie", "bruit", "Bruit", "bruit\ntapage\nrodéo\nscooter\nmoto"),
    line("lieux-de-vie", "voisinage", "Relations de voisinage", "voisin*\ncohabitation\nmédiation\nincivilité*"),
    line("", "infrastructures", "Équipements de proximité", "équipement*\ninfrastructure*"),
    line(
        "infrastructures",
        "espaces-verts",
        "Espaces verts et nature",
        "espace vert\nespaces verts\nparc\narbre\njardin\nombre\nfraîcheur\nfleur*",
    ),
    line(
        "infrastructures",
        "jeux",
        "Aires de jeux",
        "aire de jeux\naires de jeux\ntoboggan\nbalançoire\njeux pour enfants",
    ),
    line(
        "infrastructures",
        "sport",
        "Équipements sportifs",
        "stade\nterrain de foot\ncity stade\ngymnase\nsport*\npiscine\nskate*",
    ),
    line(
        "infrastructures",
        "se-retrouver",
        "Lieux pour se retrouver",
        "banc\nsalle\nse retrouver\nse réunir\ncentre social\nmaison de quartier",
    ),
    line(
        "infrastructures",
        "jeunesse",
        "Activités pour les jeunes",
        "activité* pour les jeunes\nanimation*\ncentre de loisirs\noccuper les jeunes\nrien pour les jeunes",
    ),
    line(
        "",
        "insecurite",
        "Sécurité et tranquillité",
        "sécurité\ninsécurité\npeur\nagression*\nvol\ncambriolage*\nvoiture brûlée\nvoitures brûlées",
    ),
    sensitive("insecurite", "trafic", "Trafics", "trafic*\ndeal*\ndrogue\npoint de vente\nstup*"),
    sensitive(
        "insecurite",
        "represailles",
        "Peur des représailles",
        "représaille*\nmenace*\nbalance\nn’ose pas\nn’osent pas",
    ),
    line(
        "insecurite",
        "police",
        "Présence de la police",
        "police\npolicier\ngendarme*\nronde\nvidéosurveillance\ncaméra",
    ),
    line("insecurite", "eclairage", "Éclairage", "éclairage\nlampadaire\nlumière\nnoir le soir"),
    line(
        "insecurite",
        "route",
        "Sécurité routière",
        "vitesse\nralentisseur\ndos d’âne\npassage piéton\nsécurité routière\nsortie de l’école",
    ),
    line("", "mobilite", "Mobilité", "se déplacer\ndéplacement\nmobilité\ntransport*"),
    Line {
        parent: "mobilite",
        code: "bus",
        label: "Bus et navettes",
        words: "bus\nnavette\ntram\nhoraire",
        unless_words: "",
        is_sensitive: false,
    },
    line("mobilite", "velo-marche", "Vélo et marche", "vélo\npiste cyclable\ntrottoir\npiéton"),
    line("mobilite", "stationnement", "Stationnement", "stationnement\nparking\nse garer\nplace de parking"),
    line("mobilite", "permis", "Permis et coût des trajets", "permis\nessence\nauto école"),
    line("", "langue-numerique", "Langue française et numérique", ""),
    line(
        "langue-numerique",
        "francais",
        "Apprendre le français",
        "apprendre le français\ncours de français\nparler français\nlangue\ntraduction\ninterprète",
    ),
    line(
        "langue-numerique",
        "numerique",
        "Démarches et numérique",
        "internet\nordinateur\nnumérique\nen ligne\ninformatique\npapiers\ndémarche*\nadministrati*",
    ),
    line("", "sante", "Accès à la santé", "santé\nsoin*\nhôpital\npharmacie"),
    line("sante", "medecins", "Médecins", "médecin\ndocteur\ngénéraliste\ndentiste\nspécialiste\nkiné"),
    line("sante", "sante-mentale", "Santé mentale", "psy*\ndépression\nsolitude\nisolement\nmal être"),
    line("", "commerce", "Commerces et emploi", "commerce*\ncommerçant"),
    line(
        "commerce",
        "commerces",
        "Commerces de proximité",
        "boulangerie\nsupermarché\nsupérette\nmarché\népicerie\ncafé\nmagasin",
    ),
    line(
        "commerce",
        "emploi",
        "Emploi et formation",
        "emploi\ntravail\nchômage\nformation\nstage\nalternance\nembauche*",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_seven_families_and_every_part_has_its_family() {
        let families: Vec<&str> = STARTER.iter().filter(|line| line.parent.is_empty()).map(|line| line.code).collect();
        assert_eq!(families.len(), 7);
        assert!(STARTER.iter().all(|line| line.parent.is_empty() || families.contains(&line.parent)));
        let mut codes: Vec<&str> = STARTER.iter().map(|line| line.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), STARTER.len());
    }
}
