//! Every test of `themes`, in one program: it is linked once.

mod corpora;
mod privacy;
mod robust;
mod shares;
