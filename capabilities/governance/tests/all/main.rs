//! Every test of `governance`, in one program: it is linked once.

mod calendar;
mod deciding;
mod samples;
mod seats;
mod setting;
