//! What is decided without asking anybody: what a group is, who may be invited, what may be written.

mod circle;
mod member;

pub use circle::{
    Circle, CircleTerms, LIST, Message, beginning, check_terms, check_words, circle_path, invitation_path, is_again,
};
pub use member::{Member, MemberState, may_be_invited};
