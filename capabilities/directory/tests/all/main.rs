//! Every test of `directory`, in one program: it is linked once.

mod people;
mod samples;
mod setting;
mod sheet;
