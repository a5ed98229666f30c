-- Who voted an amount, and for whom she acted: whoever votes it does not propose its payment.
CREATE TABLE committee_voter (
  id {uuid} PRIMARY KEY,
  funding {uuid} NOT NULL,
  account {uuid} NOT NULL,
  UNIQUE (funding, account)
) {strict};
