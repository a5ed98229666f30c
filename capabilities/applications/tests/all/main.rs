//! Every test of `applications`, in one program: it is linked once.

mod associations;
mod bringing;
mod budget;
mod calls;
mod desk;
mod filing;
mod following;
mod ground;
mod places;
mod samples;
mod sheet;
mod toolbox;
mod typing;
mod writing;
mod writing_samples;
