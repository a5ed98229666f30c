//! The columns of a plan in a spreadsheet: the same ones are read and written.

use kernel::text::search_key;

/// A column of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanColumn {
    /// Stable name, in forms.
    pub key: &'static str,
    /// The header written.
    pub header: &'static str,
    /// Other headers recognised.
    pub aliases: &'static [&'static str],
    /// Whether a file must have it.
    pub is_needed: bool,
}

const fn column(key: &'static str, header: &'static str, aliases: &'static [&'static str]) -> PlanColumn {
    PlanColumn { key, header, aliases, is_needed: false }
}

const fn needed(key: &'static str, header: &'static str, aliases: &'static [&'static str]) -> PlanColumn {
    PlanColumn { key, header, aliases, is_needed: true }
}

/// Every column, in the order of files.
pub const COLUMNS: [PlanColumn; 28] = [
    needed("reference", "Référence", &["code", "numero", "n", "fiche", "ref"]),
    needed("titre", "Titre", &["intitule", "action", "nom", "intitule de l action"]),
    column("constat", "Constat", &["enjeu", "constats", "diagnostic"]),
    column("strategique", "Objectif stratégique", &["exigence", "pilier", "axe strategique", "orientation"]),
    column("operationnel", "Objectif opérationnel", &["objectif", "objectif operationnel"]),
    column("objectifs", "Ce qui est visé", &["objectifs", "finalite", "but"]),
    column("description", "Description", &["description de l action", "contenu", "deroulement"]),
    column("pilote", "Pilote", &["pilotage", "porteur", "chef de file"]),
    column("competence", "Compétence", &["competences"]),
    column("partenaires", "Partenaires", &["partenaire", "partenariats"]),
    column("perimetre", "Périmètre", &["territoire"]),
    column("quartiers", "Quartiers", &["quartier", "qpv", "deploiement"]),
    column("publics", "Pour qui", &["public", "publics", "beneficiaires"]),
    column("echeance", "Échéance", &["temporalite", "terme"]),
    column("debut", "Début", &["date de debut", "debut"]),
    column("fin", "Fin", &["date de fin", "fin"]),
    column("habitants", "Place des habitants", &["participation", "implication des habitants"]),
    column("axes", "Axes transversaux", &["axe", "axes", "axe transversal", "transversal"]),
    column("besoins", "Besoins", &["besoin"]),
    column("conditions", "Conditions de réussite", &["conditions"]),
    column("transposition", "Transposition", &["conditions de transposition"]),
    column("moyens", "Moyens", &["budget", "financement", "cout"]),
    column("etapes", "Étapes", &["etape", "calendrier"]),
    column("indicateurs", "Indicateurs", &["indicateur", "evaluation"]),
    column("etat", "État", &["statut", "avancement"]),
    column("depuis", "Depuis", &["date de l etat"]),
    column("source", "Source de l’état", &["source"]),
    column("motif", "Motif", &["raison"]),
];

/// For each column, the one of these headers that seems to be it.
pub fn recognised(headers: &[String]) -> Vec<(&'static str, Option<usize>)> {
    let keys: Vec<String> = headers.iter().map(|header| search_key(header)).collect();
    let mut taken = vec![false; headers.len()];
    let mut found: Vec<(&'static str, Option<usize>)> = COLUMNS.iter().map(|one| (one.key, None)).collect();
    // The header itself first: « Objectifs » is no alias while a column is called so.
    for is_alias in [false, true] {
        for (column, place) in COLUMNS.iter().zip(found.iter_mut()).filter(|(_, place)| place.1.is_none()) {
            let names: Vec<String> = match is_alias {
                false => vec![search_key(column.header), column.key.to_owned()],
                true => column.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            };
            let at = keys.iter().enumerate().position(|(at, key)| !taken[at] && names.contains(key));
            if let Some(at) = at {
                taken[at] = true;
                place.1 = Some(at);
            }
        }
    }
    found
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
