#!/usr/bin/env bash
# Debian packages, where this may install them: `venv` for python3 -m venv, `test` for what the tests start.
# It never fails: what it cannot install it names, and the tests that need it say so.
set -u

case "${1:-}" in
  venv) wanted=(python3-venv) ;;
  test) wanted=(chromium gettext fonts-liberation postgresql) ;;
  *) echo "usage: $0 venv|test" >&2; exit 2 ;;
esac

present() {
  case "$1" in
    python3-venv) python3 -c 'import ensurepip' 2>/dev/null ;;
    chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ;;
    gettext) command -v xgettext >/dev/null ;;
    fonts-liberation) fc-list 2>/dev/null | grep -q Liberation ;;
    postgresql) command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
  esac
}

missing=()
for package in "${wanted[@]}"; do present "$package" || missing+=("$package"); done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Not here, and not ours to install: ${missing[*]}. What needs them will say so."
  exit 0
fi

echo "Installing ${missing[*]} …"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1
for package in "${missing[@]}"; do
  apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1
  present "$package" || echo "Could not install $package. What needs it will say so."
done
exit 0
