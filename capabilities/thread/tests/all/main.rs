//! Every test of `thread`, in one program: it is linked once.

mod samples;
mod walks;
