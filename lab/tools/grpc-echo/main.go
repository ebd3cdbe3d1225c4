// Command grpc-echo is a gRPC server that tells who it is: which version, which pod, which service was called
// and by which name. Examples and tests route calls to several versions of it.
//
// Environment: PORT (default 80; HTTP/2 without TLS), SERVICES (full names, separated by commas), VERSION, HOSTNAME
// (the pod's name), FAIL_RATIO (0 to 1: the share of calls that fail with INTERNAL, default 0), LATENCY_MS (added
// to every call, default 0).
//
// Every service has the methods Echo (Struct to Struct) and Stream (Struct to a stream of Struct). Stream reads
// `seconds` (default 1) and `intervalMs` (default 100) from its request.
package main

import (
	"log"
	"net"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"
)

// After it is told to end it goes on answering for this long, until everybody who routes calls to it knows.
const linger = time.Second

func main() {
	port := setting("PORT", "80")
	services := strings.FieldsFunc(os.Getenv("SERVICES"), func(r rune) bool { return r == ',' || r == ' ' })
	answers := answerer{
		version:   os.Getenv("VERSION"),
		pod:       os.Getenv("HOSTNAME"),
		failRatio: number("FAIL_RATIO", 0, 1),
		latency:   time.Duration(number("LATENCY_MS", 0, 3_600_000) * float64(time.Millisecond)),
	}
	server := grpc.NewServer()
	for _, service := range services {
		file, err := describe(service)
		if err != nil {
			log.Fatalf("SERVICES: %s: %v", service, err)
		}
		server.RegisterService(answers.service(service, file), nil)
	}
	state := health.NewServer()
	grpc_health_v1.RegisterHealthServer(server, state)
	reflection.Register(server)

	listener, err := net.Listen("tcp", ":"+port)
	if err != nil {
		log.Fatal(err)
	}
	go stopWhenTold(server, state)
	log.Printf("version %q serves %q on %s", answers.version, services, listener.Addr())
	if err := server.Serve(listener); err != nil {
		log.Fatal(err)
	}
}

// stopWhenTold lets calls that are under way, streams among them, come to their end.
func stopWhenTold(server *grpc.Server, state *health.Server) {
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM, syscall.SIGINT)
	<-told
	state.Shutdown()
	time.Sleep(linger)
	server.GracefulStop()
	os.Exit(0)
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func number(name string, lowest, highest float64) float64 {
	value, err := strconv.ParseFloat(setting(name, "0"), 64)
	if err != nil || value < lowest || value > highest {
		log.Fatalf("%s is to be a number from %v to %v", name, lowest, highest)
	}
	return value
}
