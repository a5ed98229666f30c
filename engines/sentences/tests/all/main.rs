//! Every test of `sentences`, in one program: it is linked once.

mod made;
mod published;
mod wheels;
