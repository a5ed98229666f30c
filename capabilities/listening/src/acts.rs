//! What may be done with what people said, and by whom.

use kernel::{Act, Function};

/// Read evidence in full, sensitive subjects included.
pub const READ: Act = Act {
    code: "listening.read",
    french: "Lire le détail de ce qui a été dit",
    functions: &[Function::ProjectManager, Function::Interviewer, Function::PrefectDelegate, Function::CaseOfficer],
    needs_second_factor: false,
};

/// Record evidence, correct it, withdraw it with a reason.
pub const RECORD: Act = Act {
    code: "listening.record",
    french: "Enregistrer ce que des habitants ont dit",
    functions: &[Function::ProjectManager, Function::Interviewer],
    needs_second_factor: false,
};

/// Open a consultation, name needs and subjects, say where each channel went.
pub const LEAD: Act = Act {
    code: "listening.lead",
    french: "Conduire une concertation",
    functions: &[Function::ProjectManager, Function::Interviewer],
    needs_second_factor: false,
};
