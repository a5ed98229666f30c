//! Where there is no wall, and why; and what the demonstration cannot show.

/// Addresses that others enter as well.
pub struct Opening {
    /// The beginning of the path.
    pub at: &'static str,
    /// Who enters besides.
    pub to: &'static [&'static str],
    /// Why that is right.
    pub why: &'static str,
}

/// Every opening; each is used, or the test says so.
pub const ALL: &[Opening] = &[
    Opening {
        at: "/appels/{address}/dossiers",
        to: &["member", "association", "manager", "agents", "funder", "council"],
        why: "anybody with an account may begin an application for an organisation of hers",
    },
    Opening {
        at: "/mon-association/{id}/rejoindre",
        to: &["member", "association", "manager", "agents", "funder", "council"],
        why: "anybody with an account may ask to join an association",
    },
    Opening {
        at: "/gestion/associations",
        to: &["manager", "agents", "funder"],
        why: "sheets of associations are of no contract: every agent works on the same ones",
    },
    Opening {
        at: "/gestion/argent/{sorte}/{id}",
        to: &["manager", "agents", "funder"],
        why: "what was granted and told to the association is public: others read here what everybody reads",
    },
    Opening {
        at: "/gestion/comptes/export/{format}",
        to: &["association", "agents"],
        why: "each takes away the accounts she manages",
    },
    Opening {
        at: "/gestion/actions/pistes/{id}",
        to: &["manager", "agents"],
        why: "proposals are common: each contract studies them for itself",
    },
    Opening {
        at: "/gestion/ecoute/besoins/{id}",
        to: &["manager", "agents"],
        why: "needs are common to the installation",
    },
    Opening { at: "/gestion/ecoute/pistes/{id}", to: &["manager", "agents"], why: "proposals are common" },
    Opening {
        at: "/gestion/fil/besoins/{id}",
        to: &["manager", "agents"],
        why: "needs are common to the installation",
    },
    Opening {
        at: "/gestion/fil/{sorte}/{reference}",
        to: &["manager", "agents", "funder"],
        why: "what is published is read on the thread by every agent",
    },
    Opening { at: "/gestion/observatoire", to: &["manager", "agents"], why: "indicators are common to all contracts" },
    Opening {
        at: "/gestion/territoire",
        to: &["manager", "agents", "funder"],
        why: "neighbourhoods are common to all contracts",
    },
];

/// Routes whose object cannot be made here, with the reason.
const ABSENT: &[(&str, &str, &str)] = &[
    ("GET", "/gestion/appels/{id}/formulaire/question", "what it names stands after the question mark"),
    ("POST", "/conseil/convocations/{token}", "its token stands in a mail and nowhere else"),
    ("GET", "/gestion/questionnaires/{id}/photos/{photo}", "nobody sent a photograph"),
    ("POST", "/gestion/questionnaires/{id}/photos/{photo}/retrait", "nobody sent a photograph"),
    ("POST", "/gestion/conventions/certificats/{id}/retrait", "no certificate is trusted besides those of the State"),
    ("GET", "/gestion/moyens/etats/{id}/{annee}/versions/{numero}/etat.pdf", "no statement is approved"),
    ("GET", "/gestion/moyens/etats/{id}/{annee}/versions/{numero}/etat.xlsx", "no statement is approved"),
    ("GET", "/gestion/numerisations/{id}/conventions/{version}", "the pile holds no page with a code"),
    ("GET", "/gestion/numerisations/{id}/pages/{position}", "the pile holds no page with a code"),
    ("GET", "/gestion/programmation/{id}/amendements/{amendment}", "no decision was amended"),
    (
        "POST",
        "/gestion/abattement/actions/{id}/constats/{lien}/retrait",
        "no walk of the demonstration is of one neighbourhood",
    ),
    ("POST", "/gestion/doublons/{id}", "no two candidates are alike"),
    ("GET", "/gestion/fil/besoins/{id}/reprise", "no need was refused"),
    ("POST", "/gestion/fil/besoins/{id}/reprise", "no need was refused"),
    ("GET", "/gestion/tirages/{id}/courriers", "no draw writes to a roll"),
    ("GET", "/gestion/tirages/{id}/courriers/lots/{lot}", "no draw writes to a roll"),
];

/// Where whoever it belongs to reads « not there » too: the form or the question mark names one thing more, which an empty form does
/// not, or the object is not at that step. Others are kept out there as well, and this proves nothing of them.
const BARE: &[(&str, &str)] = &[
    ("POST", "/dossiers/{id}/actions/copie"),
    ("POST", "/dossiers/{id}/actions/retrait"),
    ("POST", "/dossiers/{id}/confirmation"),
    ("POST", "/dossiers/{id}/pieces/retrait"),
    ("POST", "/gestion/actions/{id}/commentaires/retrait"),
    ("POST", "/gestion/appels/{id}/financeurs/retrait"),
    ("POST", "/gestion/appels/{id}/formulaire/ordre"),
    ("POST", "/gestion/conseils/{id}/regles/retrait"),
    ("POST", "/gestion/conventions/{id}/avenant/abandon"),
    ("POST", "/gestion/conventions/{id}/reprise"),
    ("POST", "/gestion/dossiers/repartition/{id}/suppression"),
    ("POST", "/gestion/observatoire/indicateurs/{reference}/valeurs"),
    ("POST", "/gestion/observatoire/indicateurs/{reference}/valeurs/collage"),
    ("POST", "/gestion/papier/{id}/ecarts"),
    ("POST", "/gestion/papier/{id}/reprise"),
    ("POST", "/gestion/questionnaires/{id}/quotas"),
    ("POST", "/gestion/telephone/{id}/issue"),
    ("POST", "/gestion/tirages/{id}/courriers/lots"),
    ("POST", "/gestion/tirages/{id}/courriers/reponses"),
    ("GET", "/gestion/papier/{id}/ecarts"),
    ("GET", "/gestion/questionnaires/{id}/resultats/{nom}/reponses"),
];

/// Whether an empty form finds nothing there, for anybody.
pub fn is_bare(method: &str, path: &str) -> bool {
    BARE.contains(&(method, path))
}

/// The opening through which somebody enters.
pub fn of(path: &str, who: &str) -> Option<&'static Opening> {
    let fits = |one: &&Opening| {
        let rest = path.strip_prefix(one.at);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && one.to.contains(&who)
    };
    ALL.iter().filter(fits).max_by_key(|one| one.at.len())
}

/// Why the demonstration has no such object.
pub fn absent(method: &str, path: &str) -> Option<&'static str> {
    ABSENT.iter().find(|(known, at, _)| *known == method && *at == path).map(|(_, _, why)| *why)
}

/// What the table says of a route.
pub fn note(method: &str, path: &str) -> String {
    let mut told: Vec<&str> = absent(method, path).into_iter().collect();
    if is_bare(method, path) {
        told.push("an empty form finds nothing there");
    }
    for one in ALL {
        let rest = path.strip_prefix(one.at);
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && !told.contains(&one.why) {
            told.push(one.why);
        }
    }
    told.join("; ")
}
