import ProtobufJSON
import Testing

@Suite("Forms of values")
struct FormTests {
    @Test("Both spellings of a name come in, lowerCamelCase goes out")
    func names() throws {
        #expect(
            try Messages.roundTrip("{\"an_int32\":1,\"name2_with_3digits\":2,\"two__underscores\":3,\"trailing_\":4}", as: Messages.scalars)
                == "{\"anInt32\":1,\"twoUnderscores\":3,\"trailing\":4,\"name2With3digits\":2}")
        #expect(try Messages.roundTrip("{\"name2With3digits\":2}", as: Messages.scalars) == "{\"name2With3digits\":2}")
    }

    @Test(
        "Whole numbers come in as numbers, as strings, with a point or an exponent",
        arguments: ["1000", "\"1000\"", "1000.0", "1e3", "\"1e3\"", "10E2"])
    func wholeNumbers(literal: String) throws {
        #expect(
            try Messages.roundTrip("{\"anInt32\":\(literal),\"aUint64\":\(literal)}", as: Messages.scalars)
                == "{\"anInt32\":1000,\"aUint64\":\"1000\"}")
    }

    @Test("64 bits keep every digit")
    func wideNumbers() throws {
        let text = "{\"anInt64\":\"-9223372036854775808\",\"aSint64\":\"9223372036854775807\",\"aFixed64\":\"18446744073709551615\"}"
        #expect(try Messages.roundTrip(text, as: Messages.scalars) == text)
        #expect(try Messages.roundTrip("{\"anInt64\":9007199254740993}", as: Messages.scalars) == "{\"anInt64\":\"9007199254740993\"}")
    }

    @Test("Not-a-number and the infinities have names")
    func floats() throws {
        let text = "{\"aFloat\":\"NaN\",\"aDouble\":\"-Infinity\"}"
        #expect(try Messages.roundTrip(text, as: Messages.scalars) == text)
        #expect(try Messages.roundTrip("{\"aFloat\":-0.0,\"aDouble\":1e-7}", as: Messages.scalars) == "{\"aFloat\":-0.0,\"aDouble\":1e-07}")
    }

    @Test("Enums come in by name or number; a number without a name stays a number")
    func enums() throws {
        #expect(
            try Messages.roundTrip("{\"colours\":[\"COLOUR_RED\",2,-7,99]}", as: Messages.lists)
                == "{\"colours\":[\"COLOUR_RED\",\"COLOUR_GREEN\",\"COLOUR_INFRARED\",99]}")
    }

    @Test("Bytes come in as base64 of either alphabet, padded or not", arguments: ["+/8=", "+/8", "-_8=", "-_8"])
    func bytes(text: String) throws {
        #expect(try Messages.roundTrip("{\"someBytes\":\"\(text)\"}", as: Messages.scalars) == "{\"someBytes\":\"+/8=\"}")
    }

    @Test(
        "Times are RFC 3339 in UTC, with as many decimals as it takes",
        arguments: [
            ("2026-09-01T08:30:00Z", "2026-09-01T08:30:00Z"), ("2026-09-01T08:30:00.5Z", "2026-09-01T08:30:00.500Z"),
            ("2026-09-01T08:30:00.000001Z", "2026-09-01T08:30:00.000001Z"),
            ("2026-09-01T08:30:00.123456789Z", "2026-09-01T08:30:00.123456789Z"),
            ("2026-09-01T01:30:00+02:00", "2026-08-31T23:30:00Z"), ("2024-02-28T23:30:00-01:00", "2024-02-29T00:30:00Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"), ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
        ])
    func timestamps(text: String, written: String) throws {
        #expect(try Messages.roundTrip("{\"time\":\"\(text)\"}", as: Messages.known) == "{\"time\":\"\(written)\"}")
    }

    @Test(
        "Impossible times are refused",
        arguments: [
            "", "2026-09-01", "2026-09-01T08:30:00", "2026-09-01 08:30:00Z", "2026-9-01T08:30:00Z", "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-09-01T24:00:00Z", "2026-09-01T08:60:00Z", "2026-09-01T08:30:60Z",
            "2026-09-01T08:30:00.Z", "2026-09-01T08:30:00.1234567890Z", "2026-09-01t08:30:00z", "0000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "0001-01-01T00:00:00+01:00", "2026-09-01T08:30:00+0100", "2026-09-01T08:30:00+24:00", "2026-09-01T08:30:00Zx",
        ])
    func impossibleTimestamps(text: String) {
        #expect(Messages.refusal("{\"time\":\"\(text)\"}", as: Messages.known) == "invalidValue $.time")
    }

    @Test(
        "Durations are seconds with an s", arguments: [("1s", "1s"), ("1.5s", "1.500s"), ("-0.000000001s", "-0.000000001s"), ("0s", "0s")])
    func durations(text: String, written: String) throws {
        #expect(try Messages.roundTrip("{\"duration\":\"\(text)\"}", as: Messages.known) == "{\"duration\":\"\(written)\"}")
    }

    @Test(
        "Impossible durations are refused",
        arguments: ["", "1", "s", "1.s", ".5s", "1m", "--1s", "+1s", "315576000001s", "9999999999999s", "1e3s"])
    func impossibleDurations(text: String) {
        #expect(Messages.refusal("{\"duration\":\"\(text)\"}", as: Messages.known) == "invalidValue $.duration")
    }

    @Test("Defaults are left out, or written when asked for")
    func defaults() throws {
        #expect(try Messages.roundTrip("{\"aBool\":false,\"aString\":\"\",\"colour\":0}", as: Messages.scalars) == "{}")
        #expect(try Messages.roundTrip("{}", as: Messages.choice, emitsDefaults: true) == "{\"before\":\"\",\"after\":\"\"}")
        #expect(try Messages.roundTrip("{}", as: Messages.maps, emitsDefaults: true).hasPrefix("{\"texts\":{},\"numbersByNumber\":{}"))
        let scalars = try Messages.roundTrip("{}", as: Messages.scalars, emitsDefaults: true)
        #expect(scalars.hasPrefix("{\"anInt32\":0,"))
        #expect(scalars.contains("\"anInt64\":\"0\""))
        #expect(scalars.contains("\"colour\":\"COLOUR_UNSPECIFIED\""))
    }

    @Test("An error's details are written with their type and their fields")
    func details() throws {
        let text = """
            {"code":9,"message":"no","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"MIS_NOT_LINKED","metadata":{"a":"b"}},\
            {"@type":"type.googleapis.com/google.protobuf.Duration","value":"1.500s"}]}
            """
        #expect(try Messages.roundTrip(text, as: Messages.status) == text)
        #expect(
            Messages.refusal("{\"details\":[{\"@type\":\"type.googleapis.com/nope.Nope\"}]}", as: Messages.status)
                == "unsupportedType $.details[0][\"@type\"]")
        #expect(Messages.refusal("{\"details\":[{\"reason\":\"x\"}]}", as: Messages.status) == "wrongType $.details[0][\"@type\"]")
        #expect(
            Messages.refusal("{\"details\":[{\"@type\":\"a/google.rpc.ErrorInfo\",\"reason\":7}]}", as: Messages.status)
                == "wrongType $.details[0].reason")
    }

    @Test("Pretty text has one member a line; what could drive a terminal is escaped")
    func layout() throws {
        let value = JSONValue.object([
            .init("a", .array([.number(1), .object([])])), .init("b", .string("\u{1B}[2J\u{9B}\u{202E}\"\\\n\u{1F600}é")),
        ])
        #expect(value.text(.pretty) == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": \"\\u001b[2J\\u009b\\u202e\\\"\\\\\\n\u{1F600}é\"\n}")
        #expect(try JSONValue(parsing: Array(value.text().utf8)) == value)
    }

    @Test("A surrogate pair is one character")
    func surrogates() throws {
        #expect(try Messages.roundTrip("{\"aString\":\"\\uD83D\\ude00\\u00e9\"}", as: Messages.scalars) == "{\"aString\":\"\u{1F600}é\"}")
    }

    @Test("A composed and a decomposed letter are two keys")
    func canonicalEquivalence() throws {
        let text = "{\"texts\":{\"\u{E9}\":\"1\",\"e\u{301}\":\"2\"}}"
        let written = try Messages.roundTrip(text, as: Messages.maps)
        #expect(Array(written.utf8) == Array(text.utf8))
    }
}
