//! What the tables keep about people; the purge follows the same durations (see `rules/limits.rs`).

use kernel::privacy::{Kept, Privacy};

const OWNER: &str = "La direction qui porte le contrat de ville";

/// The tables of the slice.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "account",
            columns: &["email", "name", "phone_sealed", "password_hash", "totp_sealed", "last_sign_in_at"],
            what: "Votre compte : nom, adresse électronique, empreinte du mot de passe, secret des codes (chiffré)",
            purpose: "Vous reconnaître et n’ouvrir qu’à vous ce qui vous est confié",
            until: "Tant que le compte est ouvert, puis trois ans ; mots de passe et secrets sont effacés à la fermeture",
            owner: OWNER,
        },
        Kept {
            table: "membership",
            columns: &["account", "role"],
            what: "Les organisations dont vous êtes membre",
            purpose: "Savoir au nom de qui vous agissez",
            until: "Tant que vous en êtes membre",
            owner: OWNER,
        },
        Kept {
            table: "account_function",
            columns: &["account", "given_by", "reason"],
            what: "Les fonctions qui vous sont confiées, par qui, pourquoi et jusqu’à quand",
            purpose: "Dire qui peut quoi, et qui pouvait quoi",
            until: "Trois ans après la fermeture du compte",
            owner: OWNER,
        },
        Kept {
            table: "invitation",
            columns: &["email", "email_key", "invited_by"],
            what: "L’adresse d’une personne invitée",
            purpose: "Lui permettre d’ouvrir son compte",
            until: "Sept jours après la fin de l’invitation",
            owner: OWNER,
        },
        Kept {
            table: "delegation",
            columns: &["giver", "receiver", "reason"],
            what: "Qui a agi pour qui, quand et pourquoi",
            purpose: "Savoir qui a vraiment fait un acte",
            until: "Trois ans après la fin de la délégation",
            owner: OWNER,
        },
        Kept {
            table: "session",
            columns: &["account", "browser", "network", "last_seen_at"],
            what: "Vos connexions ouvertes : navigateur et réseau, sans l’adresse entière",
            purpose: "Vous permettre de reconnaître et de fermer une connexion qui n’est pas la vôtre",
            until: "La fin de la connexion, 30 jours au plus",
            owner: OWNER,
        },
        Kept {
            table: "sign_in_request",
            columns: &["email_key"],
            what: "L’adresse pour laquelle un lien de connexion est demandé",
            purpose: "Envoyer le lien si un compte existe",
            until: "L’envoi du lien, 15 minutes au plus",
            owner: OWNER,
        },
        Kept {
            table: "sign_in_link",
            columns: &["account"],
            what: "Les liens de connexion envoyés",
            purpose: "Ne les accepter qu’une fois",
            until: "Sept jours après leur fin",
            owner: OWNER,
        },
        Kept {
            table: "second_factor_setup",
            columns: &["account", "secret_sealed"],
            what: "Le secret (chiffré) d’un second code en cours d’installation",
            purpose: "Vérifier que l’application est bien réglée",
            until: "Une heure",
            owner: OWNER,
        },
        Kept {
            table: "recovery_code",
            columns: &["account", "code_hash"],
            what: "L’empreinte de vos codes de secours",
            purpose: "Vous laisser entrer si vous perdez votre téléphone",
            until: "Leur remplacement, ou la fermeture du compte",
            owner: OWNER,
        },
    ],
    // What is counted is a keyed hash, dropped after fifteen minutes.
    without: &["organisation", "guess"],
};
