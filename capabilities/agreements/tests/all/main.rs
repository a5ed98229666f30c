//! Every test of `agreements`, in one program: it is linked once.

mod batches;
mod executing;
mod last_year;
mod paper;
mod paying;
mod publishing;
mod repaying;
mod reporting;
mod samples;
mod scanning;
mod sealing;
mod setting;
mod signing;
mod writing;
