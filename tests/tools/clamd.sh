#!/bin/sh
# Starts a real clamd that knows one signature, that of the EICAR test file, in the folder given; it answers on
# FOLDER/clamd.ctl within a second. Prints its process number; stop it with kill. Exits 77 when clamd is not installed
# (Debian package clamav-daemon).
set -eu
folder=$1
clamd=$(command -v clamd || echo /usr/sbin/clamd)
[ -x "$clamd" ] || exit 77
mkdir -p "$folder/signatures"
# MD5 and size of the EICAR file: https://www.eicar.org/download-anti-malware-testfile/
echo '44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature' > "$folder/signatures/parvis.hdb"
cat > "$folder/clamd.conf" <<CONF
LocalSocket $folder/clamd.ctl
DatabaseDirectory $folder/signatures
Foreground yes
StreamMaxLength 20M
LogFile $folder/clamd.log
CONF
"$clamd" --config-file="$folder/clamd.conf" > "$folder/clamd.out" 2>&1 &
echo $!
