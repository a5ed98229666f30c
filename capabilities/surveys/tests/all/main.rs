//! Every test of `surveys`, in one program: it is linked once.

mod answering;
mod calls;
mod figures;
mod offline;
mod paper;
mod partner;
mod safety;
mod samples;
mod setting;
mod upgrade;
