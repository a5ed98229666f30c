//! What may be done with what is captured at gatherings, and by whom.

use kernel::{Act, Function};

/// Read notes, how they are sorted, findings and how far they are.
pub const READ: Act = Act {
    code: "meetings.read",
    french: "Lire les notes des rencontres et les constats des marches",
    functions: &[Function::ProjectManager, Function::Interviewer, Function::PrefectDelegate, Function::CaseOfficer],
    needs_second_factor: false,
};

/// Capture notes and findings, open the meeting to telephones, sort, count participants.
pub const HOLD: Act = Act {
    code: "meetings.hold",
    french: "Animer une rencontre : noter, trier, ouvrir aux téléphones",
    functions: &[Function::ProjectManager, Function::Interviewer],
    needs_second_factor: false,
};

/// Say who must act on a finding, until when, and that it is done.
pub const FOLLOW: Act = Act {
    code: "meetings.follow",
    french: "Suivre ce que deviennent les constats des marches",
    functions: &[Function::ProjectManager, Function::Interviewer, Function::CaseOfficer],
    needs_second_factor: false,
};

/// Add a note or a finding with the code of a meeting: nobody signs in for it, so no function is asked.
pub const JOIN: Act = Act {
    code: "meetings.join",
    french: "Ajouter une note ou un constat avec le code d’une rencontre",
    functions: &[],
    needs_second_factor: false,
};
