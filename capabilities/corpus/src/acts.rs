//! What may be done with the words of residents, and by whom.

use kernel::{Act, Function};

/// Put sentences heard into the corpus.
pub const RECORD: Act = Act {
    code: "corpus.record",
    french: "Saisir des paroles entendues",
    functions: &[Function::ProjectManager, Function::Interviewer],
    needs_second_factor: false,
};

/// Read a sentence as it was heard, before its purge, and decide what others will read. Only the person who
/// facilitates: whoever leads the contract does not read what was said before it is masked.
pub const REVIEW: Act = Act {
    code: "corpus.review",
    french: "Relire les paroles brutes et décider ce qui peut être lu",
    functions: &[Function::Interviewer],
    needs_second_factor: true,
};

/// Read the masked words that were reviewed.
pub const READ: Act = Act {
    code: "corpus.read",
    french: "Lire les paroles relues et leurs thèmes",
    functions: &[Function::ProjectManager, Function::Interviewer, Function::PrefectDelegate, Function::CaseOfficer],
    needs_second_factor: false,
};

/// Say which themes a sentence speaks of; make one of them the evidence of a need.
pub const CODE: Act = Act {
    code: "corpus.code",
    french: "Coder les paroles",
    functions: &[Function::ProjectManager, Function::Interviewer],
    needs_second_factor: false,
};

/// Change the codebook, the thresholds, and what is published.
pub const LEAD: Act = Act {
    code: "corpus.lead",
    french: "Conduire l’analyse des paroles",
    functions: &[Function::ProjectManager, Function::Interviewer],
    needs_second_factor: false,
};

/// The journal's word for what a respondent takes back with her code, and for the purge.
pub const ERASE: &str = "corpus.erase";
