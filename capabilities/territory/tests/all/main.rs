//! Every test of `territory`, in one program: it is linked once.

mod communes;
mod doors;
mod imports;
mod passages;
mod setting;
