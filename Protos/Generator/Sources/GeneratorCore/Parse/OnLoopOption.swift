internal import SwiftProtobuf

/// `option (rpc.on_loop) = true` of a method, from Protos/rpc/options.proto.
let onLoopOption = MessageExtension<OptionalExtensionField<ProtobufBool>, Google_Protobuf_MethodOptions>(
    _protobuf_fieldNumber: 50701, fieldName: "rpc.on_loop")
