//! The columns of a plan in a spreadsheet: the same ones are read and written.

use kernel::table::FileColumn;

/// Every column, in the order of files.
pub const COLUMNS: [FileColumn; 30] = [
    FileColumn::needed("reference", "Référence", &["code", "numero", "n", "fiche", "ref"]),
    FileColumn::needed("titre", "Titre", &["intitule", "action", "nom", "intitule de l action"]),
    FileColumn::optional("constat", "Constat", &["enjeu", "constats", "diagnostic"]),
    FileColumn::optional(
        "strategique",
        "Objectif stratégique",
        &["exigence", "pilier", "axe strategique", "orientation"],
    ),
    FileColumn::optional("operationnel", "Objectif opérationnel", &["objectif", "objectif operationnel"]),
    FileColumn::optional("objectifs", "Ce qui est visé", &["objectifs", "finalite", "but"]),
    FileColumn::optional("description", "Description", &["description de l action", "contenu", "deroulement"]),
    FileColumn::optional("pilote", "Pilote", &["pilotage", "porteur", "chef de file"]),
    FileColumn::optional("competence", "Compétence", &["competences"]),
    FileColumn::optional("partenaires", "Partenaires", &["partenaire", "partenariats"]),
    FileColumn::optional("perimetre", "Périmètre", &["territoire"]),
    FileColumn::optional("quartiers", "Quartiers", &["quartier", "qpv", "deploiement"]),
    FileColumn::optional("notes", "Notes par quartier", &["note par quartier", "notes des quartiers"]),
    FileColumn::optional("publics", "Pour qui", &["public", "publics", "beneficiaires"]),
    FileColumn::optional("echeance", "Échéance", &["temporalite", "terme"]),
    FileColumn::optional("debut", "Début", &["date de debut", "debut"]),
    FileColumn::optional("fin", "Fin", &["date de fin", "fin"]),
    FileColumn::optional("habitants", "Place des habitants", &["participation", "implication des habitants"]),
    FileColumn::optional("axes", "Axes transversaux", &["axe", "axes", "axe transversal", "transversal"]),
    FileColumn::optional("besoins", "Besoins", &["besoin"]),
    FileColumn::optional("conditions", "Conditions de réussite", &["conditions"]),
    FileColumn::optional("transposition", "Transposition", &["conditions de transposition"]),
    FileColumn::optional("moyens", "Moyens", &["budget", "financement", "cout"]),
    FileColumn::optional("etapes", "Étapes", &["etape", "calendrier"]),
    FileColumn::optional("indicateurs", "Indicateurs", &["indicateur", "evaluation"]),
    FileColumn::optional("liens", "Actions en lien", &["lien", "liens", "fiches liees", "actions liees"]),
    FileColumn::optional("etat", "État", &["statut", "avancement"]),
    FileColumn::optional("depuis", "Depuis", &["date de l etat"]),
    FileColumn::optional("source", "Source de l’état", &["source"]),
    FileColumn::optional("motif", "Motif", &["raison"]),
];

/// For each column, the one of these headers that seems to be it.
pub fn recognised(headers: &[String]) -> Vec<(&'static str, Option<usize>)> {
    kernel::table::recognised(&COLUMNS, headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_recognised_whatever_they_are_called() {
        let of = |headers: &[&str]| {
            let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
            recognised(&headers).into_iter().filter_map(|(key, at)| Some((key, at?))).collect::<Vec<_>>()
        };
        assert_eq!(of(&["CODE", "Intitulé", "Exigence", "x"]), [("reference", 0), ("titre", 1), ("strategique", 2)]);
        let own: Vec<&str> = COLUMNS.iter().map(|column| column.header).collect();
        let all: Vec<(&str, usize)> = COLUMNS.iter().enumerate().map(|(at, column)| (column.key, at)).collect();
        assert_eq!(of(&own), all, "what is written is recognised");
    }
}
