//! Every test of `plan`, in one program: it is linked once.

mod bringing;
mod columns;
mod following;
mod leads;
mod leaving;
mod lists;
mod rights;
mod samples;
mod setting;
mod whole;
mod writing;
