//! The pages of the slice.

pub mod ask;
pub mod chapters;
pub mod direct;
pub mod made;
mod overtaken;
pub mod papers;
mod samples;
pub mod sections;

pub use samples::samples;

/// How formatted text is typed, told under its field.
const FORMATTED: &str = "Tapez, ou collez depuis un traitement de texte : des paragraphes (une ligne vide entre deux), des listes \
                         (« - »), du gras (**mot**). Il est mis au propre à l’enregistrement.";
