package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"strings"

	invitation "invitation/v1"

	"github.com/containerd/ttrpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// serve answers so that a client can see what arrived: the school's id comes back in the answer.
func serve(cert, key, authorities string) error {
	pair, pool, err := identity(cert, key, authorities)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	secured := tls.NewListener(listener, &tls.Config{
		Certificates: []tls.Certificate{pair}, ClientCAs: pool, ClientAuth: tls.RequireAndVerifyClientCert,
		NextProtos: []string{"ttrpc"}, MinVersion: tls.VersionTLS13,
	})
	server, err := ttrpc.NewServer()
	if err != nil {
		return err
	}
	server.Register(service, methods())
	fmt.Println(listener.Addr())

	// The test ends the peer by closing its standard input.
	go func() {
		buffer := make([]byte, 1)
		_, _ = os.Stdin.Read(buffer)
		_ = server.Close()
	}()
	if err := server.Serve(context.Background(), secured); err != ttrpc.ErrServerClosed {
		return err
	}
	return nil
}

func methods() map[string]ttrpc.Method {
	return map[string]ttrpc.Method{
		"ListContacts": func(ctx context.Context, decode func(interface{}) error) (interface{}, error) {
			var request invitation.ListContactsRequest
			if err := decode(&request); err != nil {
				return nil, err
			}
			if request.SchoolId == "" {
				return nil, status.Error(codes.InvalidArgument, "no school")
			}
			if request.SchoolId == "hang" {
				<-ctx.Done()
				return nil, ctx.Err()
			}
			values, _ := ttrpc.GetMetadata(ctx)
			traceparent, _ := values.Get("traceparent")
			_, timed := ctx.Deadline()
			return &invitation.ListContactsResponse{
				Pupils: []*invitation.PupilContacts{{
					Pupil: &invitation.Pupil{
						Id: request.SchoolId, Forename: "Zoë", Surname: strings.Join(traceparent, ","), YearGroup: fmt.Sprint(timed),
					},
				}},
				NextPageToken: request.PageToken,
			}, nil
		},
		"SendInvitations": func(ctx context.Context, decode func(interface{}) error) (interface{}, error) {
			var request invitation.SendInvitationsRequest
			if err := decode(&request); err != nil {
				return nil, err
			}
			response := &invitation.SendInvitationsResponse{}
			for _, id := range request.GetContacts().GetContactIds() {
				response.Results = append(response.Results, &invitation.InvitationResult{ContactId: id, Outcome: invitation.Outcome_OUTCOME_QUEUED})
			}
			return response, nil
		},
		"Reinvite": func(ctx context.Context, decode func(interface{}) error) (interface{}, error) {
			var request invitation.ReinviteRequest
			if err := decode(&request); err != nil {
				return nil, err
			}
			return &invitation.ReinviteResponse{}, nil // an empty message is zero bytes, and still an answer
		},
		"Redeem": func(ctx context.Context, decode func(interface{}) error) (interface{}, error) {
			return nil, status.Error(codes.FailedPrecondition, "expired")
		},
	}
}
