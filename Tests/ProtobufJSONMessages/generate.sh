#!/bin/bash
# Writes the C of shapes.proto anew. Timestamp, Duration and Any come from RPCMessages.
set -euo pipefail
cd "$(dirname "$0")"
protoc -I. -I/usr/include --c_out=. shapes.proto google/protobuf/wrappers.proto
mv shapes.pb-c.h include/
mkdir -p include/google/protobuf
mv google/protobuf/wrappers.pb-c.h include/google/protobuf/
