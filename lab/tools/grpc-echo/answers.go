package main

import (
	"context"
	"math/rand/v2"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"
)

const (
	defaultSeconds    = 1
	defaultIntervalMs = 100
)

// answerer makes the answers of one version.
type answerer struct {
	version   string
	pod       string
	failRatio float64
	latency   time.Duration
}

// service is the implementation of a service by its full name.
func (a answerer) service(name, file string) *grpc.ServiceDesc {
	return &grpc.ServiceDesc{
		ServiceName: name,
		Metadata:    file,
		Methods: []grpc.MethodDesc{{
			MethodName: "Echo",
			Handler: func(_ any, ctx context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
				if err := decode(new(structpb.Struct)); err != nil {
					return nil, err
				}
				if err := a.begin(ctx); err != nil {
					return nil, err
				}
				return a.answer(ctx, name, 0)
			},
		}},
		Streams: []grpc.StreamDesc{{
			StreamName:    "Stream",
			ServerStreams: true,
			Handler: func(_ any, stream grpc.ServerStream) error {
				return a.stream(name, stream)
			},
		}},
	}
}

// stream sends an answer at once and then one every interval, until the time that was asked for is over.
func (a answerer) stream(name string, stream grpc.ServerStream) error {
	request := new(structpb.Struct)
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	ctx := stream.Context()
	if err := a.begin(ctx); err != nil {
		return err
	}
	end := time.After(inUnits(request, "seconds", defaultSeconds, time.Second))
	interval := max(time.Millisecond, inUnits(request, "intervalMs", defaultIntervalMs, time.Millisecond))
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for count := 0; ; count++ {
		answer, err := a.answer(ctx, name, count)
		if err != nil {
			return err
		}
		if err := stream.SendMsg(answer); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-end:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// begin is as slow and as faulty as this version is told to be.
func (a answerer) begin(ctx context.Context) error {
	if a.latency > 0 {
		select {
		case <-time.After(a.latency):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if rand.Float64() < a.failRatio {
		return status.Error(codes.Internal, "version "+a.version+" fails")
	}
	return nil
}

func (a answerer) answer(ctx context.Context, service string, count int) (*structpb.Struct, error) {
	authority := ""
	if headers, ok := metadata.FromIncomingContext(ctx); ok {
		if names := headers.Get(":authority"); len(names) > 0 {
			authority = names[0]
		}
	}
	return structpb.NewStruct(map[string]any{
		"version":   a.version,
		"pod":       a.pod,
		"service":   service,
		"authority": authority,
		"number":    count,
	})
}

func inUnits(request *structpb.Struct, field string, otherwise float64, unit time.Duration) time.Duration {
	value, given := request.GetFields()[field]
	if !given {
		return time.Duration(otherwise * float64(unit))
	}
	return time.Duration(value.GetNumberValue() * float64(unit))
}
