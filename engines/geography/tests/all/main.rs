//! Every test of `geography`, in one program: it is linked once.

mod files;
mod imports;
mod letters;
mod locating;
mod properties;
mod real_zoning;
