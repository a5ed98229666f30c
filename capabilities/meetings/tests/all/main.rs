//! Every test of `meetings`, in one program: it is linked once.

mod capture;
mod codes;
mod nameless;
mod pouring;
mod samples;
mod setting;
mod sorting;
mod walks;
