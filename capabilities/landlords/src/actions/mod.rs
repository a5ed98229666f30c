//! What may be done, act by act.

mod agreement;
mod management;
mod programme;
mod report;

pub use agreement::{AbatementAgreement, AgreementTerms, NewAgreement, agreement, change, open};
pub use management::{
    ManagementAction, ManagementActionTerms, ManagementState, ManagementTerms, ManagementTheme, UrbanManagement,
    add_management_action, change_management_action, keep_management, management,
};
pub(crate) use programme::filled;
pub use programme::{
    AbatementYear, ActionTerms, LandlordAction, Tenants, Whole, YearTerms, add_action, change_action, fill_year,
    link_finding, own_action, remove_action, unlink_finding, whole,
};
pub use report::{Told, by_axis, document, tables, told};
