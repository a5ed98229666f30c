//! Every test of `thread`, in one program: it is linked once.

mod euro;
mod given;
mod samples;
mod walks;
mod words;
