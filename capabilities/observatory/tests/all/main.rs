//! Every test of `observatory`, in one program: it is linked once.

mod communes;
mod filling;
mod importing;
mod moving;
mod open;
mod public;
mod setting;
