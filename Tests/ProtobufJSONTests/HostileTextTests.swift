import ProtobufJSON
import Testing

@Suite("Hostile JSON is refused, with its path")
struct HostileTextTests {
    @Test(
        "Text that is not JSON",
        arguments: [
            "", " ", "{", "}", "[", "{\"aBool\":true", "{\"aBool\":true,}", "{,}", "{\"aBool\" true}", "{aBool:true}", "{'aBool':true}",
            "{\"aBool\":true} x", "{\"aBool\":true}{}", "{\"aBool\":tru}", "{\"aBool\":True}", "{\"anInt32\":01}", "{\"anInt32\":+1}",
            "{\"anInt32\":-}", "{\"anInt32\":1.}", "{\"anInt32\":.5}", "{\"anInt32\":1e}", "{\"anInt32\":0x10}", "{\"aDouble\":NaN}",
            "{\"aString\":\"a", "{\"aString\":\"\\\"}", "{\"aString\":\"\\x41\"}", "{\"aString\":\"\\u12\"}", "{\"aString\":\"\\u12G4\"}",
            "{\"aString\":\"a\nb\"}", "{\"aString\":\"\u{0}\"}", "{\"aString\":\"\\ud800\"}", "{\"aString\":\"\\ud800x\"}",
            "{\"aString\":\"\\udc00\"}", "{\"aString\":\"\\ud800\\ud800\"}", "/* no */{}", "{}//no", "\u{FEFF}{}",
            "{\"aString\":\"\\uD83D\\u0041\"}",
        ])
    func notJSON(text: String) {
        #expect(Messages.refusal(text, as: Messages.scalars).hasPrefix("syntax $"))
    }

    @Test(
        "Text that is not UTF-8",
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80],
        ] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        let text = Array("{\"aString\":\"".utf8) + bytes + Array("\"}".utf8)
        #expect(throws: JSONError.self) { try Messages.mapping.wireBytes(fromJSON: text, as: Messages.scalars) }
        do {
            _ = try Messages.mapping.wireBytes(fromJSON: text, as: Messages.scalars)
        } catch {
            #expect(error.reason == .notUTF8)
        }
    }

    @Test(
        "Values that the fields cannot take",
        arguments: [
            ("[]", "wrongType $"), ("1", "wrongType $"), ("null", "wrongType $"),
            ("{\"nope\":1}", "unknownField $.nope"), ("{\"no pe\":1}", "unknownField $[\"no pe\"]"), ("{\"\":1}", "unknownField $[\"\"]"),
            ("{\"aBool\":true,\"aBool\":true}", "duplicateKey $.aBool"), ("{\"aBool\":true,\"a_bool\":true}", "duplicateKey $.a_bool"),
            ("{\"aBool\":true,\"a\\u0042ool\":true}", "duplicateKey $.aBool"),
            ("{\"aBool\":\"true\"}", "wrongType $.aBool"), ("{\"aBool\":1}", "wrongType $.aBool"),
            ("{\"aString\":1}", "wrongType $.aString"),
            ("{\"anInt32\":true}", "wrongType $.anInt32"), ("{\"anInt32\":[1]}", "wrongType $.anInt32"),
            ("{\"anInt32\":{}}", "wrongType $.anInt32"),
            ("{\"anInt32\":1.5}", "invalidValue $.anInt32"), ("{\"anInt32\":\"1.5\"}", "invalidValue $.anInt32"),
            ("{\"anInt32\":\" 1\"}", "invalidValue $.anInt32"), ("{\"anInt32\":\"\"}", "invalidValue $.anInt32"),
            ("{\"anInt32\":\"0x1\"}", "invalidValue $.anInt32"),
            ("{\"anInt32\":2147483648}", "invalidValue $.anInt32"), ("{\"anInt32\":-2147483649}", "invalidValue $.anInt32"),
            ("{\"aUint32\":-1}", "invalidValue $.aUint32"), ("{\"aUint32\":4294967296}", "invalidValue $.aUint32"),
            ("{\"anInt64\":9223372036854775808}", "invalidValue $.anInt64"),
            ("{\"aUint64\":\"18446744073709551616\"}", "invalidValue $.aUint64"),
            ("{\"anInt64\":1e19}", "invalidValue $.anInt64"), ("{\"anInt64\":1e999999999}", "invalidValue $.anInt64"),
            ("{\"aFloat\":1e39}", "invalidValue $.aFloat"), ("{\"aDouble\":1e309}", "invalidValue $.aDouble"),
            ("{\"aDouble\":\"nan\"}", "invalidValue $.aDouble"),
            ("{\"aDouble\":\"0x1p3\"}", "invalidValue $.aDouble"), ("{\"aDouble\":\"inf\"}", "invalidValue $.aDouble"),
            ("{\"someBytes\":\"A\"}", "invalidValue $.someBytes"), ("{\"someBytes\":\"AA=\"}", "invalidValue $.someBytes"),
            ("{\"someBytes\":\"A===\"}", "invalidValue $.someBytes"), ("{\"someBytes\":\"AA A\"}", "invalidValue $.someBytes"),
            ("{\"colour\":\"RED\"}", "invalidValue $.colour"), ("{\"colour\":\"colour_red\"}", "invalidValue $.colour"),
            ("{\"colour\":1.5}", "invalidValue $.colour"),
        ])
    func wrongValues(text: String, refusal: String) {
        #expect(Messages.refusal(text, as: Messages.scalars) == refusal)
    }

    @Test("Paths lead into lists, maps and messages")
    func paths() {
        #expect(Messages.refusal("{\"int32s\":[1,\"x\"]}", as: Messages.lists) == "invalidValue $.int32s[1]")
        #expect(Messages.refusal("{\"int32s\":[null]}", as: Messages.lists) == "wrongType $.int32s[0]")
        #expect(Messages.refusal("{\"int32s\":1}", as: Messages.lists) == "wrongType $.int32s")
        #expect(Messages.refusal("{\"messages\":[{},{\"aBool\":0}]}", as: Messages.lists) == "wrongType $.messages[1].aBool")
        #expect(Messages.refusal("{\"texts\":{\"a b\":1}}", as: Messages.maps) == "wrongType $.texts[\"a b\"]")
        #expect(Messages.refusal("{\"texts\":[]}", as: Messages.maps) == "wrongType $.texts")
        #expect(Messages.refusal("{\"texts\":{\"a\":null}}", as: Messages.maps) == "wrongType $.texts.a")
        #expect(
            Messages.refusal("{\"inner\":{\"row\":[{\"word\":\"a\",\"word\":\"b\"}]}}", as: Messages.nested)
                == "duplicateKey $.inner.row[0].word")
    }

    @Test("A map's key is there once, however it is written", arguments: ["01", "1.0", "1e0", "-0", "+1", " 1", "x", ""])
    func mapKeys(key: String) {
        #expect(Messages.refusal("{\"numbersByNumber\":{\"\(key)\":1}}", as: Messages.maps).hasPrefix("invalidValue $.numbersByNumber"))
        #expect(Messages.refusal("{\"colours\":{\"\(key)\":1}}", as: Messages.maps).hasPrefix("invalidValue $.colours"))
    }

    @Test("Two members of one oneof are refused, a null one is not there")
    func oneofs() throws {
        #expect(Messages.refusal("{\"number\":1,\"text\":\"a\"}", as: Messages.choice) == "oneofConflict $.text")
        #expect(try Messages.roundTrip("{\"number\":0,\"text\":null,\"yes\":false}", as: Messages.choice) == "{\"number\":0,\"yes\":false}")
    }

    @Test("Depth is limited at the limit and not before")
    func depth() throws {
        func text(_ levels: Int) -> String {
            String(repeating: "{\"trunk\":", count: levels - 1) + "{}" + String(repeating: "}", count: levels - 1)
        }
        #expect(try Messages.roundTrip(text(63), as: Messages.tree) == text(63))
        #expect(try Messages.roundTrip(text(64), as: Messages.tree) == text(64))
        #expect(Messages.refusal(text(65), as: Messages.tree).hasPrefix("tooDeep $.trunk.trunk"))
        let brackets = String(repeating: "[", count: 1_000_000)
        #expect(Messages.refusal(brackets, as: Messages.tree).hasPrefix("tooDeep"))
    }

    @Test("Bytes, values and a number's length are limited")
    func sizes() {
        var small = Messages.mapping
        small.limits = JSONLimits(bytesMax: 20)
        #expect(Messages.refusal("{\"aString\":\"123456\"}", as: Messages.scalars, small) == "taken: [114, 6, 49, 50, 51, 52, 53, 54]")
        #expect(Messages.refusal("{\"aString\":\"1234567\"}", as: Messages.scalars, small) == "tooLarge $")
        small.limits = JSONLimits(valuesMax: 4)
        #expect(Messages.refusal("{\"int32s\":[1,2]}", as: Messages.lists, small) == "taken: [10, 2, 1, 2]")
        #expect(Messages.refusal("{\"int32s\":[1,2,3]}", as: Messages.lists, small) == "tooLarge $.int32s[2]")
        small.limits = JSONLimits(numberBytesMax: 5)
        #expect(Messages.refusal("{\"anInt32\":12345}", as: Messages.scalars, small) == "taken: [8, 185, 96]")
        #expect(Messages.refusal("{\"anInt32\":123456}", as: Messages.scalars, small) == "tooLarge $.anInt32")
    }

    @Test("An error repeats no value and cuts long keys short")
    func discretion() throws {
        let key = String(repeating: "k", count: 1000)
        let error = #expect(throws: JSONError.self) { try Messages.mapping.wireBytes(fromJSON: "{\"\(key)\":1}", as: Messages.scalars) }
        #expect(error?.path.utf8.count ?? 0 < 100)
        let secret = #expect(throws: JSONError.self) {
            try Messages.mapping.wireBytes(fromJSON: "{\"anInt32\":\"s3cret\"}", as: Messages.scalars)
        }
        #expect(secret.map { !"\($0)".contains("s3cret") } == true)
    }
}
