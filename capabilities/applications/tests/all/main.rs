//! Every test of `applications`, in one program: it is linked once.

mod associations;
mod bringing;
mod calls;
mod desk;
mod filing;
mod following;
mod ground;
mod samples;
mod sheet;
mod writing;
mod writing_samples;
