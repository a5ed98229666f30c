//! Where people are led: public pages of the site map, pages of the back office, what the news feed tells.

use site::{Announced, Desk, Place};

/// Public pages, for the site map.
pub const PLACES: &[Place] = &[
    Place { label: "Mon quartier", path: "/mon-quartier" },
    Place { label: "Les quartiers", path: "/quartiers" },
    Place { label: "L’observatoire des quartiers", path: "/observatoire" },
    Place { label: "Les équipements", path: "/equipements" },
    Place { label: "Les besoins entendus", path: "/besoins" },
    Place { label: "Les chiffres de la concertation", path: "/besoins/chiffres" },
    Place { label: "Ce que les habitants ont dit", path: "/paroles" },
    Place { label: "Effacer ce que j’ai dit", path: "/paroles/effacement" },
    Place { label: "Le contrat", path: "/contrat" },
    Place { label: "Ce que deviennent les besoins", path: "/fil" },
    Place { label: "Les actions", path: "/actions" },
    Place { label: "Les appels à projets", path: "/appels" },
    Place { label: "Rejoindre une rencontre", path: "/r" },
    Place { label: "Les concertations", path: "/concertations" },
    Place { label: "Les conseils citoyens", path: "/conseils" },
    Place { label: "Les décisions du pilotage", path: "/decisions" },
    Place { label: "Les associations", path: "/associations" },
    Place { label: "Suivre l’argent", path: "/argent" },
    Place { label: "Les subventions publiées", path: "/donnees/subventions" },
    Place { label: "Aider un projet d’habitants", path: "/fonds" },
    Place { label: "Ce que font les bailleurs", path: "/abattement" },
    Place { label: "Les moyens du contrat", path: "/moyens" },
    Place { label: "Les rapports annuels", path: "/rapports-annuels" },
    Place { label: "L’évaluation du contrat", path: "/evaluation" },
    Place { label: "Les questionnaires", path: "/questionnaires" },
    Place { label: "Ce que devient ma réponse", path: "/q/suivi" },
];

/// Pages of the back office, for its home.
pub const DESKS: &[Desk] = &[
    Desk {
        label: "Programmation",
        path: "/gestion/programmation",
        purpose: "Tenir les enveloppes et le comité des financeurs, arrêter les décisions, les dire aux associations.",
        act: &programming::acts_committee::READ_COMMITTEE,
    },
    Desk {
        label: "Pilotage",
        path: "/gestion/pilotage",
        purpose: "Tenir les instances qui pilotent le contrat, inscrire leurs décisions, suivre ce qui en est fait.",
        act: &governance::acts::READ,
    },
    Desk {
        label: "Conventions",
        path: "/gestion/conventions",
        purpose: "Préparer les conventions à partir des décisions, les mettre en signature, les modifier par avenant.",
        act: &agreements::acts::READ,
    },
    Desk {
        label: "Paiements",
        path: "/gestion/paiements",
        purpose: "Proposer les versements, les valider à deux, les transmettre au comptable, noter ce qui est payé.",
        act: &agreements::acts::READ,
    },
    Desk {
        label: "Comptes rendus",
        path: "/gestion/comptes-rendus",
        purpose: "Voir les comptes rendus attendus et en retard, les examiner, suivre ce qui est à reverser.",
        act: &agreements::acts::READ,
    },
    Desk {
        label: "Fonds et labels",
        path: "/gestion/fonds",
        purpose: "Doter les fonds de micro-projets, tenir les séances du comité, verser, solder ; suivre les labels.",
        act: &funds::acts::READ,
    },
    Desk {
        label: "Abattement et gestion urbaine",
        path: "/gestion/abattement",
        purpose: "Suivre ce que les bailleurs font en retour de l’abattement de taxe foncière, et la gestion urbaine.",
        act: &landlords::acts::READ,
    },
    Desk {
        label: "Moyens du contrat",
        path: "/gestion/moyens",
        purpose: "Dire le droit commun, les postes et le mécénat, lire l’effet de levier, approuver l’état annexé au budget.",
        act: &means::acts::READ,
    },
    Desk {
        label: "Rapports annuels",
        path: "/gestion/rapports-annuels",
        purpose: "Écrire le rapport annuel du contrat, noter les avis et la suite donnée, le faire approuver, le publier.",
        act: &yearbook::acts::READ,
    },
    Desk {
        label: "Évaluation",
        path: "/gestion/evaluation",
        purpose: "Poser les questions de l’évaluation, collecter auprès des porteurs, écrire les constats, suivre les recommandations.",
        act: &evaluation::acts::READ,
    },
    Desk {
        label: "Écoute",
        path: "/gestion/ecoute",
        purpose: "Noter ce qui a été dit, relire les preuves, suivre qui a été entendu où.",
        act: &listening::acts::READ,
    },
    Desk {
        label: "Paroles",
        path: "/gestion/paroles",
        purpose: "Saisir ce que les habitants ont dit, le relire, le ranger par thèmes et le compter.",
        act: &corpus::acts::READ,
    },
    Desk {
        label: "Rencontres",
        path: "/gestion/rencontres",
        purpose: "Noter ce qui se dit en atelier, trier, suivre les constats des marches.",
        act: &meetings::acts::READ,
    },
    Desk {
        label: "Questionnaires",
        path: "/gestion/questionnaires",
        purpose: "Écrire des questions, recueillir des réponses par toutes les voies, les compter.",
        act: &surveys::acts::READ,
    },
    Desk {
        label: "Conseils citoyens",
        path: "/gestion/conseils",
        purpose: "Composer un conseil, réunir le vivier, tirer au sort en public, appeler les personnes tirées.",
        act: &councils::acts::READ,
    },
    Desk {
        label: "Instances",
        path: "/gestion/instances",
        purpose: "Suivre les conseils qui siègent et les autres instances : membres, mandats, réunions.",
        act: &assemblies::acts::READ,
    },
    Desk {
        label: "Plan d’actions",
        path: "/gestion/actions",
        purpose: "Qualifier les pistes, écrire et publier les fiches, dire où en sont les actions, voir ce qui est en retard.",
        act: &plan::acts::READ,
    },
    Desk {
        label: "Appels à projets",
        path: "/gestion/appels",
        purpose: "Écrire ce qui est demandé aux associations, dire quand elles auront une réponse, publier.",
        act: &applications::acts::READ_CALLS,
    },
    Desk {
        label: "Le fil",
        path: "/gestion/fil",
        purpose: "Voir ce que devient chaque besoin, relier, dire pourquoi non.",
        act: &thread::acts::READ,
    },
    Desk {
        label: "Contrats",
        path: "/gestion/contrats",
        purpose: "La période, les niveaux, les objectifs et les signataires.",
        act: &strategy::acts::AMEND,
    },
    Desk {
        label: "Territoire",
        path: "/gestion/territoire",
        purpose: "Les quartiers, leurs périmètres et leurs équipements.",
        act: &territory::acts::SEE,
    },
    Desk {
        label: "Observatoire",
        path: "/gestion/observatoire",
        purpose: "Tenir la bibliothèque d’indicateurs, saisir et importer leurs valeurs.",
        act: &observatory::acts::READ,
    },
    Desk {
        label: "Associations",
        path: "/gestion/associations",
        purpose: "La fiche de chaque association, ses pièces et ce qui y manque ; qui demande à la rejoindre.",
        act: &directory::acts::READ,
    },
    Desk {
        label: "Comptes",
        path: "/gestion/comptes",
        purpose: "Qui peut entrer et ce que chacun peut faire.",
        act: &accounts::acts::MANAGE,
    },
    Desk {
        label: "Organisations",
        path: "/gestion/organisations",
        purpose: "Les associations et les institutions, avec leurs membres.",
        act: &accounts::acts::MEMBERS,
    },
];

/// Acts told in the news feed.
pub const ANNOUNCED: &[Announced] = &[
    Announced { act: "listening.record", title: "Ce que disent les habitants a été complété", path: "/besoins" },
    Announced { act: "strategy.create", title: "Un contrat de ville est publié", path: "/contrat" },
    Announced { act: "strategy.amend", title: "Le contrat de ville a été modifié", path: "/contrat" },
    Announced { act: "plan.publish", title: "Une action du contrat est publiée", path: "/actions" },
    Announced { act: "governance.record", title: "Le registre des décisions est complété", path: "/decisions" },
    Announced { act: "councils.draw", title: "Un tirage au sort de conseil citoyen avance", path: "/conseils" },
    Announced {
        act: "applications.publish_call", title: "Un appel à projets est publié ou corrigé", path: "/appels"
    },
    Announced { act: "yearbook.publish", title: "Un rapport annuel du contrat est publié", path: "/rapports-annuels" },
    Announced {
        act: "territory.import", title: "Les données des quartiers ont été mises à jour", path: "/quartiers"
    },
    Announced {
        act: "observatory.import",
        title: "Les chiffres des quartiers ont été mis à jour",
        path: "/observatoire",
    },
];
