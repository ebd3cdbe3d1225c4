package main

import (
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/structpb"
)

// describe makes a service known to the reflection service, and answers the name of the file that it pretends to
// have been generated from.
func describe(service string) (string, error) {
	name, pack := service, ""
	if dot := strings.LastIndex(service, "."); dot >= 0 {
		name, pack = service[dot+1:], service[:dot]
	}
	message := "." + string((&structpb.Struct{}).ProtoReflect().Descriptor().FullName())
	method := func(name string, isStream bool) *descriptorpb.MethodDescriptorProto {
		return &descriptorpb.MethodDescriptorProto{
			Name: &name, InputType: &message, OutputType: &message, ServerStreaming: &isStream,
		}
	}
	file := &descriptorpb.FileDescriptorProto{
		Name:       proto.String(strings.ReplaceAll(service, ".", "/") + ".proto"),
		Package:    &pack,
		Syntax:     proto.String("proto3"),
		Dependency: []string{structpb.File_google_protobuf_struct_proto.Path()},
		Service: []*descriptorpb.ServiceDescriptorProto{{
			Name:   &name,
			Method: []*descriptorpb.MethodDescriptorProto{method("Echo", false), method("Stream", true)},
		}},
	}
	described, err := protodesc.NewFile(file, protoregistry.GlobalFiles)
	if err != nil {
		return "", err
	}
	return described.Path(), protoregistry.GlobalFiles.RegisterFile(described)
}
