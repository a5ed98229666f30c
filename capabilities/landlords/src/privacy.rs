//! What the tables of the slice keep about people: nothing. Services and landlords are named, tenants are counted.

use kernel::privacy::Privacy;

/// No personal data.
pub const PRIVACY: Privacy = Privacy {
    kept: &[],
    without: &[
        "abatement_agreement",
        "abatement_year",
        "abatement_action",
        "urban_management",
        "urban_management_area",
        "urban_management_action",
    ],
};
