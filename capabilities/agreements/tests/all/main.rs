//! Every test of `agreements`, in one program: it is linked once.

mod batches;
mod samples;
mod setting;
mod writing;
