//! Pure rules of the site: what is highlighted, what an address is made of, when a secret opens.

pub mod highlight;
pub mod slug;
pub mod waiting;
