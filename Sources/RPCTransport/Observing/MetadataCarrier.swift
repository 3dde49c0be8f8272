package import RPC
package import Tracing

/// Reads trace context from a call's metadata; what is no strict `traceparent` is not there, and then `tracestate` means nothing.
package struct MetadataExtractor: Extractor {
    package init() {}

    package func extract(key: String, from metadata: Metadata) -> String? {
        let values = metadata.pairs.filter { $0.key == key }.map(\.value)
        switch key {
        case TraceParent.key: return TraceParent(metadata) == nil ? nil : values[0]
        case TraceParent.stateKey: return values.isEmpty || TraceParent(metadata) == nil ? nil : values.joined(separator: ",")
        default: return values.first
        }
    }
}

/// Writes trace context into a call's metadata, over what the caller wrote under the same key.
package struct MetadataInjector: Injector {
    package init() {}

    package func inject(_ value: String, forKey key: String, into metadata: inout Metadata) {
        metadata = Metadata(metadata.pairs.filter { $0.key != key.lowercased() })
        metadata.add(key, value)
    }
}

/// The span attributes both ends share. Source: OpenTelemetry semantic conventions for RPC spans, 1.45.
package enum RPCAttributes {
    /// The conventions name no value for ttrpc: its own name, in lower case, as they ask for.
    private static let system = "ttrpc"

    package static func set(_ method: MethodDescriptor, in attributes: inout SpanAttributes) {
        attributes["rpc.system.name"] = system
        attributes["rpc.method"] = method.path
    }

    package static func set(_ code: StatusCode, in attributes: inout SpanAttributes) {
        attributes["rpc.response.status_code"] = code.description
    }
}
