//! Pure rules of agreements.

mod agreement;
mod decided;
mod payment;
mod plan;
mod publishing;
mod report;
mod setting;
mod signing;
mod template;

pub use agreement::{Agreement, Brief, Line, Version, VersionState, VersionTerms, check_version, keeps_engaged};
pub use decided::{Aids, Decided, facts};
pub use payment::{Payment, PaymentState, awaits, is_of_others, ledger, told_ledger, told_payment};
pub use plan::{Instalment, Wait, first_plan, read_size, read_wait, set_plan, told_wait};
pub use publishing::{Around, Named, Publisher, grant, standing, told_standing};
pub use report::{Report, ReportState};
pub use setting::Setting;
pub use signing::{Side, Signature, Signer, check_circuit, check_days, turn};
pub use template::{Blank, Condition, FIRST_TEXT, Piece, check_text, pieces};
