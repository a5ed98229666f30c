//! Tests of whoever stands on this slice: a sheet, opened as a project manager opens one.

use web::testing::{Knocker, hidden};

/// What is typed to open a sheet; the rest is written in it afterwards.
const OPENING: [&str; 9] =
    ["contrat", "reference", "titre", "etat", "depuis-jour", "depuis-mois", "depuis-annee", "source", "motif"];

/// Opens a sheet, then writes in it whatever else is typed, as a project manager does. Gives where it is.
///
/// # Panics
/// A page refuses what is typed.
pub async fn opened(knocker: &Knocker, typed: &[(&str, &str)]) -> String {
    let (opening, rest): (Vec<_>, Vec<_>) = typed.iter().copied().partition(|(name, _)| OPENING.contains(name));
    let reply = knocker.post("chef", "/gestion/actions/nouvelle", &opening).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    let edit = reply.location.split('?').next().unwrap_or_default().to_owned();
    if !rest.is_empty() {
        let revision = hidden(&knocker.get("chef", &edit).await.body, "revision");
        let named = opening.into_iter().filter(|(name, _)| matches!(*name, "reference" | "titre"));
        let form: Vec<_> = named.chain(rest).chain([("revision", revision.as_str())]).collect();
        let reply = knocker.post("chef", &edit, &form).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    }
    edit.strip_suffix("/modifier").expect("where it is written").to_owned()
}
