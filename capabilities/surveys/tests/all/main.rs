//! Every test of `surveys`, in one program: it is linked once.

mod answering;
mod calls;
mod compared;
mod figures;
mod forms;
mod offline;
mod paper;
mod partner;
mod photographs;
mod safety;
mod samples;
mod setting;
mod upgrade;
