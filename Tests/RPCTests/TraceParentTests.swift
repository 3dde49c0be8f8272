import RPC
import Testing

@Suite struct TraceParentTests {
    private static let good = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"

    @Test("A traceparent is read, and written as it was")
    func reads() throws {
        let parent = try #require(TraceParent(Self.good))
        #expect(parent.traceIDText == "0af7651916cd43dd8448eb211c80319c" && parent.spanIDText == "00f067aa0ba902b7" && parent.flags == 1)
        #expect(TraceParent("00-00000000000000000000000000000001-0000000000000001-ff")?.flags == 255)
    }

    @Test("A later version is read by the rules of this one, and may say more behind a dash")
    func laterVersions() {
        #expect(TraceParent("01-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01") == TraceParent(Self.good))
        #expect(TraceParent("cc-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01-what the future brings") == TraceParent(Self.good))
    }

    @Test(
        "Whatever breaks a rule is as good as none",
        arguments: [
            "", "00", good + "-", good + "-00", String(good.dropLast()), " " + good, good + " ", good.uppercased(),
            "ff-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01", "0g-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0af7651916cd43dd8448eb211c80319C-00f067aa0ba902b7-01", "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-0G",
            "00_0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01", "00-0af7651916cd43dd8448eb211c80319c 00f067aa0ba902b7-01",
            "01-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01x", "00-0af7651916cd43dd8448eb211c8031é-00f067aa0ba902b7-01",
        ])
    func refuses(_ text: String) { #expect(TraceParent(text) == nil) }

    @Test("Of a call's metadata exactly one counts; two are none")
    func metadata() {
        func parent(_ pairs: (String, String)...) -> TraceParent? {
            TraceParent(Metadata(pairs.map { Metadata.Pair(key: $0.0, value: $0.1) }))
        }
        #expect(parent(("a", "b"), ("traceparent", Self.good)) == TraceParent(Self.good))
        #expect(parent(("traceparent", Self.good), ("traceparent", Self.good)) == nil)
        #expect(parent(("traceparent", "x"), ("traceparent", Self.good)) == nil)
        #expect(parent(("tracestate", "a=b")) == nil)
    }
}
