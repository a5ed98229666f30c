//! Every test of `corpus`, in one program: it is linked once.

mod analysis;
mod learning;
mod meanings;
mod samples;
mod setting;
mod words;
