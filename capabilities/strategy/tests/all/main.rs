//! Every test of `strategy`, in one program: it is linked once.

mod notes;
mod samples;
mod setting;
mod shapes;
mod ties;
mod tree;
mod wrong_forms;
