"""Checks PDF files against PDF/UA-1 (heard) and PDF/A-2a (kept), rule by rule, with a validator that did not write them.

`page-validation` passes the corpus of veraPDF and the Isartor suite; it says which rule fails and where.
"""
import sys
import page

problems = []
for path in sys.argv[1:]:
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        report = page.validate_pdf(path, profile=profile)
        if report.rules.total < 100:
            problems.append(f"{path}: {profile}: only {report.rules.total} rules")
        for failure in report.failures:
            problems.append(f"{path}: {profile}: {failure.rule_id}: {failure.message}")
print("\n".join(problems) if problems else f"{len(sys.argv) - 1} files conform")
sys.exit(1 if problems else 0)
