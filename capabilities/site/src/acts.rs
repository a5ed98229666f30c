//! What may be done here.

use kernel::{Act, Function};

/// Functions that work behind the counter: everybody but residents, associations and councils.
const AGENTS: &[Function] = &[
    Function::Administrator,
    Function::ProjectManager,
    Function::CaseOfficer,
    Function::PrefectDelegate,
    Function::Funder,
    Function::Landlord,
    Function::Elected,
    Function::Evaluator,
    Function::Interviewer,
    Function::ElectionsAgent,
    Function::DataProtectionOfficer,
    Function::Auditor,
];

/// Open the home of the back office.
pub const OPEN_BACK_OFFICE: Act = Act {
    code: "site.open_back_office",
    french: "Ouvrir les pages de gestion",
    functions: AGENTS,
    needs_second_factor: false,
};

/// Read the journal.
pub const READ_JOURNAL: Act = Act {
    code: "site.read_journal",
    french: "Lire le journal des actes",
    functions: &[Function::Administrator, Function::Auditor, Function::DataProtectionOfficer],
    needs_second_factor: true,
};

/// Take the journal away as a file; recorded, since it holds names.
pub const EXPORT_JOURNAL: Act = Act {
    code: "site.export_journal",
    french: "Exporter le journal des actes",
    functions: &[Function::Administrator, Function::Auditor, Function::DataProtectionOfficer],
    needs_second_factor: true,
};

/// Follow the jobs.
pub const FOLLOW_JOBS: Act = Act {
    code: "site.follow_jobs",
    french: "Suivre les tâches de fond",
    functions: &[Function::Administrator],
    needs_second_factor: true,
};

/// Stop a job.
pub const CANCEL_JOB: Act = Act {
    code: "site.cancel_job",
    french: "Arrêter une tâche de fond",
    functions: &[Function::Administrator],
    needs_second_factor: true,
};

/// Put a job back into the queue.
pub const TRY_JOB_AGAIN: Act = Act {
    code: "site.try_job_again",
    french: "Relancer une tâche de fond",
    functions: &[Function::Administrator],
    needs_second_factor: true,
};

/// See the mails that left or wait.
pub const FOLLOW_MAILS: Act = Act {
    code: "site.follow_mails",
    french: "Suivre les courriels",
    functions: &[Function::Administrator],
    needs_second_factor: true,
};

/// Send a mail again after a doubt or a refusal.
pub const SEND_MAIL_AGAIN: Act = Act {
    code: "site.send_mail_again",
    french: "Renvoyer un courriel",
    functions: &[Function::Administrator],
    needs_second_factor: true,
};

/// Every act of the slice.
pub const ALL: &[&Act] = &[
    &OPEN_BACK_OFFICE,
    &READ_JOURNAL,
    &EXPORT_JOURNAL,
    &FOLLOW_JOBS,
    &CANCEL_JOB,
    &TRY_JOB_AGAIN,
    &FOLLOW_MAILS,
    &SEND_MAIL_AGAIN,
];
