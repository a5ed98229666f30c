//! Every test of `agreements`, in one program: it is linked once.

mod batches;
mod executing;
mod paying;
mod publishing;
mod repaying;
mod reporting;
mod samples;
mod setting;
mod signing;
mod writing;
