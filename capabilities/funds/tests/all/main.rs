//! Every test of `funds`, in one program: it is linked once.

mod following;
mod granting;
mod samples;
mod setting;
mod setting_rules;
