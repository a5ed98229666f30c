//! Every test of `means`, in one program: it is linked once.

mod bringing;
mod keeping;
mod public;
mod samples;
mod setting;
mod stating;
