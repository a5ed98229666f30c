//! Every test of `surveys`, in one program: it is linked once.

mod answering;
mod calls;
mod compared;
mod figures;
mod forms;
mod given_back;
mod gone;
mod offline;
mod paper;
mod partner;
mod safety;
mod samples;
mod setting;
mod upgrade;
