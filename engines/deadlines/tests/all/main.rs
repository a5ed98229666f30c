//! Every test of `deadlines`, in one program: it is linked once.

mod golden;
mod properties;
