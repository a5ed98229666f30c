//! What the tables of the slice keep about people.

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "L’association, et le service qui instruit ses demandes";

/// People are named on sheets, in bank details and in signatures; everything else speaks of organisations.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "organisation_person",
            columns: &["given_name", "family_name", "role", "phone", "email"],
            what: "Nom, fonction, téléphone et courriel des personnes qui représentent l’association ou suivent ses dossiers",
            purpose: "Savoir qui engage l’association et à qui écrire au sujet d’une demande",
            until: "Quand l’association retire la personne de sa fiche",
            owner: OWNER,
        },
        Kept {
            table: "organisation_bank",
            columns: &["holder", "iban_sealed", "head", "tail", "bic", "entered_by"],
            what: "Compte bancaire de l’association et qui l’a saisi : le numéro est chiffré, chaque lecture entière est journalisée",
            purpose: "Verser les subventions au bon compte, et voir depuis quand il a changé",
            until: "Treize mois après qu’un autre compte l’a remplacé",
            owner: OWNER,
        },
        Kept {
            table: "organisation_commitment",
            columns: &["signed_by", "signed_name", "quality"],
            what: "Qui a signé le contrat d’engagement républicain, en quelle qualité et quand",
            purpose: "Prouver que l’association s’est engagée (loi n° 2000-321, article 10-1)",
            until: "Tant que l’association reçoit des aides publiques, puis dix ans",
            owner: OWNER,
        },
        Kept {
            table: "organisation_join",
            columns: &["account", "words"],
            what: "Qui demande à rejoindre une association, et ce que la personne en dit",
            purpose: "Laisser l’association décider qui agit pour elle",
            until: "Un an après la décision",
            owner: OWNER,
        },
        Kept {
            table: "organisation_document",
            columns: &["added_by", "file"],
            what: "Qui a déposé une pièce ; certaines pièces, comme la liste des dirigeants, nomment des personnes",
            purpose: "Ne demander chaque pièce qu’une fois",
            until: "Quand l’association retire la pièce de son coffre ; le fichier part trente jours après",
            owner: OWNER,
        },
        Kept {
            table: "organisation_sheet",
            columns: &["phone", "email", "mail_address"],
            what: "Téléphone, courriel et adresse de l’association, qui sont parfois ceux d’une personne",
            purpose: "Joindre l’association ; l’annuaire public ne les montre jamais",
            until: "Quand l’association les change ou les efface",
            owner: OWNER,
        },
    ],
    without: &[
        "organisation_mark",
        "organisation_approval",
        "organisation_year",
        "commitment_text",
        "organisation_contact",
    ],
};
