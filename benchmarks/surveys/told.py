"""One line of the table: what wrk measured, beside the raw rate."""

import re
import sys
import pathlib

database, raw, path, address = sys.argv[1:]
text = pathlib.Path(path).read_text()


def ms(label):
    value, unit = re.search(label + r"\s+([\d.]+)(us|ms|s)", text).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
total = int(re.search(r"(\d+) requests in", text).group(1))
raw = float(raw)
refused = int(wrong.group(1)) if wrong else 0
print(f"| {database} | {raw:,.0f} | {rate:,.0f} | {rate / raw:.2f} | {ms('50%'):.1f} | {ms('99%'):.1f} | {refused} | {total - refused:,} |")
