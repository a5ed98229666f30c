//! The pages of the slice.
pub fn samples(_: &interface::Site) -> Vec<interface::Sample> {
    Vec::new()
}
