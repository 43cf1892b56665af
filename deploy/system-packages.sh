#!/usr/bin/env bash
# Debian packages, where this may install them: `venv` for python3 -m venv, `test` for what the tests start.
# It never fails: what it cannot install it names, and the tests that need it say so. What it installs runs when a test
# starts it, and at no other time.
set -u

case "${1:-}" in
  venv) wanted=(python3-venv) ;;
  test) wanted=(chromium-headless-shell gettext fonts-liberation postgresql nodejs npm kannel gammu gammu-smsd postfix dovecot-imapd dovecot-lmtpd snac2 valkey-server openssl xmlsec1) ;;
  *) echo "usage: $0 venv|test" >&2; exit 2 ;;
esac

PATH=$PATH:/usr/sbin:/sbin

present() {
  case "$1" in
    python3-venv) python3 -c 'import ensurepip' 2>/dev/null ;;
    # Half as heavy as the whole browser, which does as well where Debian has no such package yet.
    chromium-headless-shell)
      for browser in chromium-headless-shell chromium chromium-browser google-chrome; do command -v $browser >/dev/null && return; done
      return 1 ;;
    gettext) command -v xgettext >/dev/null ;;
    fonts-liberation) fc-list 2>/dev/null | grep -q Liberation ;;
    postgresql) command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
    nodejs) command -v node >/dev/null ;;
    kannel) command -v bearerbox >/dev/null && command -v smsbox >/dev/null ;;
    snac2) command -v snac >/dev/null ;;
    dovecot-imapd) [ -x /usr/lib/dovecot/imap ] ;;
    dovecot-lmtpd) [ -x /usr/lib/dovecot/lmtp ] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

absent() { for package in "${wanted[@]}"; do present "$package" || echo "$package"; done; }

install() { apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1; }

missing=($(absent))
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Not here, and not ours to install: ${missing[*]}. What needs them will say so."
  exit 0
fi

echo "Installing ${missing[*]} …"
export DEBIAN_FRONTEND=noninteractive
# Debian asks this file before it starts a service (invoke-rc.d(8)); 101 is no.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy
  trap 'rm -f $policy' EXIT
fi
# No mail server of this machine: without this, Debian's postfix sets one up.
echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections 2>/dev/null
apt-get update -qq >/dev/null 2>&1
# All at once is quickest; one that cannot be had must not keep the others away.
install "${missing[@]}" || for package in "${missing[@]}"; do
  install "$package" || { [ "$package" = chromium-headless-shell ] && install chromium; }
done
for package in $(absent); do echo "Could not install $package. What needs it will say so."; done
# Nor at the next start of the machine.
for package in "${missing[@]}"; do
  case $package in
    postfix | kannel | gammu-smsd | postgresql | valkey-server) systemctl disable --quiet "$package" ;;
    dovecot-imapd) systemctl disable --quiet dovecot ;;
  esac >/dev/null 2>&1
done
exit 0
