//! Every test of `accounts`, in one program: it is linked once.

mod administering;
mod common;
mod entering;
mod samples;
mod wrong_forms;
