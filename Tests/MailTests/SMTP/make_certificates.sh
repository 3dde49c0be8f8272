#!/usr/bin/env bash
# Throw-away certificates in a folder: ca.pem signed server.pem (localhost, 127.0.0.1), elsewhere.pem (another host), expired.pem, and
# client.pem, which shows a relay who we are; nobody signed stranger.pem.
set -euo pipefail
cd "$1"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/CN=test authority" 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout stranger.key -out stranger.pem -days 2 -subj "/CN=stranger" 2>/dev/null
issue() { # name, alternative names, days
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$3" -out "$1.pem" \
        -extfile <(printf 'subjectAltName=%s' "$2") 2>/dev/null
}
issue server "DNS:localhost,IP:127.0.0.1" 2
issue elsewhere "DNS:relay.example.org" 2
issue expired "DNS:localhost,IP:127.0.0.1" -1
issue client "DNS:school.example.org" 2
