//! Every test of `assemblies`, in one program: it is linked once.

mod budget;
mod drawn;
mod meetings;
mod members;
mod opening;
mod opinions;
mod referrals;
mod samples;
mod setting;
mod training;
mod voice;
