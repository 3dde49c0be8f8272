// A foreign peer for the interop tests: containerd's own ttrpc, over crypto/tls with ALPN ttrpc, speaking our contract.
//
//	peer call ADDRESS CA CERT KEY   one call a line on stdin: METHOD TAB REQUEST (protobuf text form); answers on stdout
//	peer serve CERT KEY CLIENTCA    serves InvitationService on a free loopback port, which it prints first
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io/ioutil"
	"os"
)

func main() {
	var err error
	switch {
	case len(os.Args) == 6 && os.Args[1] == "call":
		err = call(os.Args[2], os.Args[3], os.Args[4], os.Args[5])
	case len(os.Args) == 5 && os.Args[1] == "serve":
		err = serve(os.Args[2], os.Args[3], os.Args[4])
	default:
		err = fmt.Errorf("usage: peer call ADDRESS CA CERT KEY | peer serve CERT KEY CLIENTCA")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

// identity is what both ends need: a certificate of their own and whom they trust.
func identity(cert, key, authorities string) (tls.Certificate, *x509.CertPool, error) {
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return pair, nil, err
	}
	pem, err := ioutil.ReadFile(authorities)
	if err != nil {
		return pair, nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return pair, nil, fmt.Errorf("%s holds no certificate", authorities)
	}
	return pair, pool, nil
}
