//! Every test of `settlement`, in one program: it is linked once.

mod gathering;
mod purse;
mod settling;
