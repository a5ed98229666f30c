//! Every test of `scans`, in one program: it is linked once.

mod hostile;
mod paper;
mod reading;
