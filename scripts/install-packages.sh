#!/bin/sh
# Installs the Debian packages that the tests need and that are not there yet. Where that cannot be
# (no apt, no right to) it says so and goes on: the tests then name what is missing.
set -eu

wanted=""
add() { wanted="$wanted $*"; }

command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || add chromium
[ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ] || add fontconfig fonts-noto-cjk
command -v catdoc >/dev/null 2>&1 || add catdoc
command -v dovecot >/dev/null 2>&1 || [ -x /usr/sbin/dovecot ] || add dovecot-imapd
[ -x /usr/lib/dovecot/lmtp ] || add dovecot-lmtpd
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || add postgresql
[ -n "$wanted" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "not installed, since there is no apt:$wanted"
  exit 0
fi
if [ "$(id -u)" -eq 0 ]; then
  as_root=""
elif sudo -n true 2>/dev/null; then
  as_root="sudo -n"
else
  echo "not installed, since this user may not:$wanted"
  exit 0
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" >"$log" 2>&1 </dev/null; }

echo "installing:$wanted"
apt update || tail -n 5 "$log"
# One by one, so that one that is not to be had leaves the others.
for package in $wanted; do
  apt install -y --no-install-recommends "$package" || { tail -n 5 "$log"; echo "not installed: $package"; }
done
