-- What waits is found without reading all that was paid or reported.
CREATE INDEX payment_by_state ON payment (state);
CREATE INDEX agreement_report_by_state ON agreement_report (state);
CREATE INDEX agreement_payer_of ON agreement (contract, payer, call_funder);
