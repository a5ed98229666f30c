//! Every test of `sortition`, in one program: it is linked once.

mod dossiers;
mod fuzzing;
mod invitations;
mod objectives;
mod oracle;
mod readers;
mod replacing;
mod rounding;
mod sealing;
mod support;
