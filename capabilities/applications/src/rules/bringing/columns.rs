//! The columns of a file of applications: an export of Dauphin, the State's portal, or a spreadsheet of actions. One line is
//! what one project asks of one funder; the list of the committee, taken away, is read the same way.

use std::collections::HashMap;

use kernel::table::FileColumn;
use kernel::text::search_key;

const fn optional(key: &'static str, header: &'static str, aliases: &'static [&'static str]) -> FileColumn {
    FileColumn::optional(key, header, aliases)
}

/// Every column, in the order they are asked about.
pub const COLUMNS: [FileColumn; 23] = [
    FileColumn::needed(
        "dossier",
        "Dossier",
        &[
            "numero dossier",
            "numero de dossier",
            "n dossier",
            "n de dossier",
            "reference administrative",
            "reference dossier",
            "reference du dossier",
            "code dossier",
            "numero de demande",
            "numero demande",
            "n demande",
            "reference",
        ],
    ),
    optional(
        "numero-action",
        "Rang de l’action",
        &[
            "rang action",
            "numero action",
            "numero de l action",
            "n action",
            "n de l action",
            "code action dossier",
            "code action",
            "reference action",
        ],
    ),
    FileColumn::needed(
        "porteur",
        "Porteur",
        &[
            "nom du porteur",
            "association",
            "nom de l association",
            "organisme",
            "nom de l organisme",
            "tiers",
            "nom du tiers",
            "beneficiaire",
            "demandeur",
            "raison sociale",
            "structure",
            "denomination",
        ],
    ),
    optional(
        "siret",
        "SIRET",
        &[
            "numero siret",
            "n siret",
            "siret du porteur",
            "siret porteur",
            "siret du tiers",
            "siret beneficiaire",
            "code siret",
        ],
    ),
    FileColumn::needed(
        "action",
        "Action",
        &[
            "intitule de l action",
            "intitule action",
            "intitule",
            "titre de l action",
            "titre",
            "libelle de l action",
            "libelle action",
            "nom de l action",
            "intitule du projet",
            "projet",
        ],
    ),
    optional("objectifs", "Ce qui est visé", &["objectifs", "objectifs de l action", "finalite"]),
    optional("description", "Description", &["description de l action", "resume", "contenu"]),
    optional("objectif", "Objectif du contrat", &["objectif", "code objectif", "objectif operationnel", "thematique"]),
    optional("quartiers", "Quartiers", &["quartier", "qpv", "code qpv", "codes qpv", "territoire", "territoires"]),
    optional(
        "reconduction",
        "Reconduction",
        &["renouvellement", "type de demande", "nature de la demande", "frequence"],
    ),
    optional("debut", "Début", &["date de debut", "debut de l action", "date debut"]),
    optional("fin", "Fin", &["date de fin", "fin de l action", "date fin"]),
    optional("personnes", "Personnes", &["nombre de beneficiaires", "beneficiaires", "nombre de personnes", "public"]),
    optional(
        "cout",
        "Coût total",
        &[
            "cout de l action",
            "cout du projet",
            "budget total",
            "budget de l action",
            "total des charges",
            "total charges",
            "total des depenses",
            "cout",
        ],
    ),
    optional("financeur", "Financeur", &["nom du financeur", "financeur sollicite", "financeurs"]),
    optional("annee", "Année", &["exercice budgetaire", "exercice", "annee budgetaire"]),
    optional("nature", "Nature", &["nature des credits", "credits", "type de credits"]),
    FileColumn::needed(
        "demande",
        "Demandé",
        &[
            "montant demande",
            "montant sollicite",
            "subvention demandee",
            "subvention sollicitee",
            "sollicite",
            "montant",
        ],
    ),
    optional(
        "etat",
        "État",
        &[
            "statut du financement",
            "statut financement",
            "statut de la demande",
            "virtual status label",
            "statut",
            "etat de la demande",
        ],
    ),
    optional("vote", "Voté", &["montant vote", "montant accorde", "subvention accordee", "accorde"]),
    optional("decide-le", "Décidé le", &["date de decision", "date decision", "date de la decision", "date du vote"]),
    optional("motif", "Motif", &["commentaire", "raison", "observations"]),
    optional("depose-le", "Déposé le", &["date de depot", "date depot", "date de transmission", "date transmission"]),
];

/// Which column of a file is which of ours, by key.
pub type Mapping = HashMap<String, usize>;

/// For each column, the one of these headers that seems to be it: as a contract said of its files, `told`, then as it is called.
pub fn guessed(headers: &[String], told: &[(String, &'static str)]) -> Mapping {
    let said = told.iter().filter_map(|(header, key)| {
        let name = search_key(header);
        Some((*key, headers.iter().position(|one| search_key(one) == name)?))
    });
    let said: Vec<(&str, usize)> = said.collect();
    let mut all = Mapping::new();
    for (key, at) in kernel::table::recognised(&COLUMNS, headers) {
        let is_said = |at: usize| said.iter().any(|(_, taken)| *taken == at);
        if let Some(at) = at.filter(|at| !is_said(*at)) {
            all.insert(key.to_owned(), at);
        }
    }
    all.extend(said.into_iter().map(|(key, at)| (key.to_owned(), at)));
    all
}

/// The columns a file must have and that are not said, each with the sentence that asks for it.
pub fn missing(mapping: &Mapping) -> Vec<kernel::FieldError> {
    let missing = COLUMNS.iter().filter(|column| column.is_needed && !mapping.contains_key(column.key));
    missing
        .map(|column| {
            let sentence = format!("La colonne « {} » manque : dites laquelle de vos colonnes elle est", column.header);
            kernel::FieldError::new(format!("colonne-{}", column.key), sentence)
        })
        .collect()
}

/// A mapping as it is kept: `cle=3`, one a line.
pub fn mapping_text(mapping: &Mapping) -> String {
    let lines = COLUMNS.iter().filter_map(|column| Some(format!("{}={}", column.key, mapping.get(column.key)?)));
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads what [`mapping_text`] wrote.
pub fn read_mapping(text: &str) -> Mapping {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines.filter_map(|(key, at)| Some((key.to_owned(), at.parse().ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[&str]) -> Vec<String> {
        all.iter().map(|header| (*header).to_owned()).collect()
    }

    #[test]
    fn what_the_committee_takes_away_is_recognised_when_it_comes_back() {
        let own = headers(&[
            "Dossier",
            "Rang de l’action",
            "Porteur",
            "Action",
            "Quartiers",
            "Reconduction",
            "Coût total",
            "Financeur",
            "Dispositif",
            "Année",
            "Nature",
            "Demandé",
            "Proposé",
            "Décision",
            "Voté",
            "Motif",
            "Réserve",
            "Vague",
            "État",
        ]);
        let found = guessed(&own, &[]);
        let of = |key: &str| found.get(key).copied();
        assert_eq!(
            (of("dossier"), of("numero-action"), of("cout"), of("financeur"), of("demande"), of("vote"), of("etat")),
            (Some(0), Some(1), Some(6), Some(7), Some(11), Some(14), Some(18))
        );
        assert!(missing(&found).is_empty());
    }

    #[test]
    fn an_export_of_the_portal_is_recognised() {
        let found = guessed(
            &headers(&[
                "Référence administrative",
                "Bénéficiaire",
                "N° SIRET",
                "Intitulé de l'action",
                "Exercice budgétaire",
                "Nom du financeur",
                "Montant sollicité",
                "Statut du financement",
                "Montant voté",
                "Date de décision",
            ]),
            &[],
        );
        let keys =
            ["dossier", "porteur", "siret", "action", "annee", "financeur", "demande", "etat", "vote", "decide-le"];
        for (at, key) in keys.into_iter().enumerate() {
            assert_eq!(found.get(key), Some(&at), "{key}");
        }
        assert_eq!(read_mapping(&mapping_text(&found)), found);
    }

    #[test]
    fn a_needed_column_is_asked_for_at_its_field() {
        let fields: Vec<String> =
            missing(&guessed(&headers(&["Porteur", "Action"]), &[])).into_iter().map(|one| one.field).collect();
        assert_eq!(fields, ["colonne-dossier", "colonne-demande"]);
    }

    #[test]
    fn what_a_contract_said_of_its_files_goes_before_what_columns_are_called() {
        let told = [("Sub. demandée (€)".to_owned(), "demande"), ("Montant".to_owned(), "cout")];
        let found = guessed(&headers(&["Dossier", "Montant", "SUB DEMANDEE"]), &told);
        let of = |key: &str| found.get(key).copied();
        assert_eq!((of("dossier"), of("cout"), of("demande")), (Some(0), Some(1), Some(2)));
    }
}
