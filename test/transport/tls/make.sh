#!/bin/sh
# Makes the certificates of the tests anew: an authority, a server for localhost and a client, good for a century.
set -eu
cd "$(dirname "$0")"
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1-key.pem"; }
sign() { # NAME SUBJECT EXTENSION
  key "$1"
  openssl req -new -key "$1-key.pem" -subj "/CN=$2" -out "$1.csr"
  echo "$3" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 36500 -extfile "$1.ext" -out "$1.pem"
  rm "$1.csr" "$1.ext"
}
key ca
openssl req -x509 -new -key ca-key.pem -subj '/CN=dockless test authority' -days 36500 -out ca.pem
sign server localhost 'subjectAltName=DNS:localhost,IP:127.0.0.1'
sign client client 'extendedKeyUsage=clientAuth'
rm ca-key.pem ca.srl
