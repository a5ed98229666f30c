//! Every test of `agreements`, in one program: it is linked once.

mod batches;
mod paying;
mod publishing;
mod samples;
mod setting;
mod signing;
mod writing;
