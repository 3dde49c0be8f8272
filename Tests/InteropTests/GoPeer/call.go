package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"strings"
	"time"

	invitation "invitation/v1"

	"github.com/containerd/ttrpc"
	"github.com/gogo/protobuf/proto"
	"google.golang.org/grpc/status"
)

const service = "invitation.v1.InvitationService"

// messages makes an empty request and response for a method.
func messages(method string) (proto.Message, proto.Message, error) {
	switch method {
	case "ListContacts":
		return &invitation.ListContactsRequest{}, &invitation.ListContactsResponse{}, nil
	case "SendInvitations":
		return &invitation.SendInvitationsRequest{}, &invitation.SendInvitationsResponse{}, nil
	case "Reinvite":
		return &invitation.ReinviteRequest{}, &invitation.ReinviteResponse{}, nil
	case "Redeem":
		return &invitation.RedeemRequest{}, &invitation.RedeemResponse{}, nil
	}
	return nil, nil, fmt.Errorf("no method %s here", method)
}

// call makes the calls of stdin over one connection. A line a call: OK or the code's name, a tab, the answer or the message.
func call(address, authorities, cert, key string) error {
	pair, pool, err := identity(cert, key, authorities)
	if err != nil {
		return err
	}
	conn, err := tls.Dial("tcp", address, &tls.Config{
		Certificates: []tls.Certificate{pair}, RootCAs: pool, ServerName: "localhost",
		NextProtos: []string{"ttrpc"}, MinVersion: tls.VersionTLS13,
	})
	if err != nil {
		return err
	}
	if got := conn.ConnectionState().NegotiatedProtocol; got != "ttrpc" {
		return fmt.Errorf("ALPN chose %q", got)
	}
	client := ttrpc.NewClient(conn)
	defer client.Close()

	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		parts := strings.SplitN(lines.Text(), "\t", 2)
		if len(parts) != 2 {
			return fmt.Errorf("not METHOD TAB REQUEST: %q", lines.Text())
		}
		request, response, err := messages(parts[0])
		if err != nil {
			return err
		}
		if err := proto.UnmarshalText(parts[1], request); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		ctx = ttrpc.WithMetadata(ctx, ttrpc.MD{"traceparent": []string{"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}})
		err = client.Call(ctx, service, parts[0], request, response)
		cancel()
		if err != nil {
			fmt.Printf("%s\t%s\n", status.Code(err), status.Convert(err).Message())
			continue
		}
		fmt.Printf("OK\t%s\n", proto.CompactTextString(response))
	}
	return lines.Err()
}
