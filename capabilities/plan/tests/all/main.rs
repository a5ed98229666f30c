//! Every test of `plan`, in one program: it is linked once.

mod bringing;
mod columns;
mod dated;
mod drafting;
mod following;
mod large;
mod leads;
mod leaving;
mod lists;
mod rights;
mod samples;
mod setting;
mod validating;
mod whole;
mod writing;
