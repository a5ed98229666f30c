//! What may be done around the committee, and by whom.

use kernel::{Act, Function};

/// Read envelopes, the committee's table, minutes and letters.
pub const READ_COMMITTEE: Act = Act {
    code: "programming.read_committee",
    french: "Lire les enveloppes et le tableau du comité",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::PrefectDelegate, Function::Funder],
    needs_second_factor: true,
};

/// Write envelopes: those of one's own organisation for a funder.
pub const EDIT_ENVELOPES: Act = Act {
    code: "programming.edit_envelopes",
    french: "Écrire les enveloppes",
    functions: &[Function::ProjectManager, Function::PrefectDelegate, Function::Funder],
    needs_second_factor: true,
};

/// Open a committee, its waves and scenarios; freeze what it decides.
pub const HOLD_COMMITTEE: Act = Act {
    code: "programming.hold_committee",
    french: "Tenir un comité et arrêter ses décisions",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Propose an amount to the committee.
pub const PROPOSE: Act = Act {
    code: "programming.propose",
    french: "Proposer un montant au comité",
    functions: &[Function::ProjectManager, Function::CaseOfficer, Function::PrefectDelegate, Function::Funder],
    needs_second_factor: true,
};

/// Decide of one's own lines: only a function limited to the funder's organisation counts.
pub const VOTE: Act = Act {
    code: "programming.vote",
    french: "Voter sur ce qui est demandé à son organisation",
    functions: &[Function::PrefectDelegate, Function::Funder],
    needs_second_factor: true,
};

/// Note what a funder that has no account here decided.
pub const NOTE_VOTE: Act = Act {
    code: "programming.note_vote",
    french: "Noter la décision d’un financeur qui n’a pas de compte ici",
    functions: &[Function::ProjectManager],
    needs_second_factor: true,
};

/// Write the texts of decision letters, have them made, say where they are.
pub const SEND_LETTERS: Act = Act {
    code: "programming.send_letters",
    french: "Préparer et envoyer les courriers de décision",
    functions: &[Function::ProjectManager, Function::CaseOfficer],
    needs_second_factor: true,
};
