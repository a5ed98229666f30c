-- The funder that may be asked again; none: every funder of the contract, as was said before.
ALTER TABLE report_waiver ADD COLUMN payer {uuid};
