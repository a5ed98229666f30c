//! Every test of `programming`, in one program: it is linked once.

mod assess_setting;
mod assessing;
mod committee;
mod committee_decided;
mod committee_kept_out;
mod committee_live;
mod committee_money;
mod committee_papers;
mod committee_setting;
mod committee_twice;
mod committee_waves;
mod committee_withdrawn;
mod following;
mod opinions;
mod past;
mod properties;
mod samples;
