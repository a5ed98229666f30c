//! What attachments keep about people.

use kernel::privacy::{Kept, Privacy};

/// The tables of attachments.
pub const PRIVACY: Privacy = Privacy {
    kept: &[Kept {
        table: "file",
        columns: &["original_name", "created_by"],
        what: "Le nom et le contenu des fichiers joints, et le compte qui les a joints",
        purpose: "Garder les pièces avec ce qu’elles prouvent",
        until: "Tant que la fiche à laquelle le fichier est joint existe",
        owner: "La collectivité",
    }],
    without: &["file_removal"],
};
