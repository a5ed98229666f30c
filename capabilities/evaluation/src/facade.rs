//! What other slices, and the binary, may ask of the evaluation of a contract.

/// Where anybody reads the evaluation of a contract, once it is published.
pub fn path(contract: &str) -> String {
    format!("{}/{}", crate::pages::OPEN, web::answer::encode(contract))
}
