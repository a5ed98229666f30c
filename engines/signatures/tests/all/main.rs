//! Every test of `signatures`, in one program: it is linked once.

mod made;
mod verifying;
