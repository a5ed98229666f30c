//! Every test of `landlords`, in one program: it is linked once.

mod abatement;
mod managing;
mod samples;
mod setting;
