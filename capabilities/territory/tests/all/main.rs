//! Every test of `territory`, in one program: it is linked once.

mod doors;
mod imports;
mod passages;
mod setting;
