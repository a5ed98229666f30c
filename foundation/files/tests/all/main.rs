//! Every test of `files`, in one program: it is linked once.

mod housekeeping;
mod limits;
mod malware;
mod vault;
