//! The house's conventions on top of XLSForm.
//!
//! « Je ne sais pas » and « je préfère ne pas répondre » are answers among the others of a list, known by their code
//! (`nsp`, `nvp` and what other tools write) or by their words. They are answers: a required question accepts them, and
//! they are chosen alone.

use super::{Choice, Special};

/// Codes of « je ne sais pas ».
const DONT_KNOW: &[&str] = &["nsp", "ne_sait_pas", "ne_sais_pas", "dont_know", "do_not_know", "dk", "dnk"];
/// Codes of « je préfère ne pas répondre ».
const RATHER_NOT_SAY: &[&str] = &["nvp", "refus", "refuse", "prefer_not_to_say", "prefer_not_to_answer", "pnta"];

impl Choice {
    /// Whether it is an answer that is no opinion.
    pub fn special(&self) -> Option<Special> {
        let code = self.name.to_lowercase();
        let says = |parts: &[&str]| {
            self.label.iter().any(|(_, words)| {
                let words = words.to_lowercase();
                parts.iter().any(|part| words.contains(part))
            })
        };
        if DONT_KNOW.contains(&code.as_str()) || says(&["sait pas", "sais pas"]) {
            Some(Special::DontKnow)
        } else if RATHER_NOT_SAY.contains(&code.as_str())
            || says(&["ne pas répondre", "ne souhaite pas répondre", "ne veut pas répondre"])
        {
            Some(Special::RatherNotSay)
        } else {
            None
        }
    }
}
