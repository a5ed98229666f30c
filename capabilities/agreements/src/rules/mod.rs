//! Pure rules of agreements.

mod agreement;
mod decided;
mod due;
mod payment;
mod plan;
mod publishing;
mod report;
mod report_check;
mod sealed;
mod setting;
mod settling;
mod signing;
mod sorting;
mod template;

pub use agreement::{
    Agreement, Brief, Line, Version, VersionState, VersionTerms, check_execution, check_version, keeps_engaged,
};
pub use decided::{Aids, Decided, facts};
pub use due::{DueState, Expected, due_state, expected, read_days, reminder};
pub use payment::{
    Payment, PaymentState, are_others, awaits, is_of_others, ledger, told_ledger, told_payment, told_spelling,
};
pub use plan::{Instalment, Wait, first_plan, read_size, read_wait, set_plan, told_wait};
pub use publishing::{Around, Named, Publisher, grant, standing, told_standing};
pub use report::{ANNEX, PartKind, Report, ReportAnswer, ReportFigure, ReportKind, ReportPart, ReportState, STORY};
pub use report_check::{answer_field, check_part, check_typed, done_field, settle, why_field};
pub use sealed::{told_certificate, told_file, told_seal};
pub use setting::Setting;
pub use settling::{
    Back, Repayment, check_order, check_receipt, foreseen_years, payable, still_held, unpaid_of, years_of,
};
pub use signing::{Side, Signature, Signer, check_circuit, check_days, turn};
pub use sorting::{Fate, Printed, Reading, ScannedPage, Sorted, Stack, sort};
pub use template::{Blank, Condition, EXECUTION_TEXT, FIRST_TEXT, Piece, check_text, pieces};
