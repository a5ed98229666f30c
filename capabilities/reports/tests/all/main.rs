//! Every test of `reports`, in one program: it is linked once.

mod papers;
mod report;
mod samples;
mod sections;
