import Foundation
import InvitationAPI
import ProtobufSchema
import RPCServices
import Testing

@testable import ProtobufRuntime

/// The fuzz targets without libFuzzer: every input that is checked in, and mutations from fixed seeds. `make fuzz` looks for new ones.
@Suite("Whatever strangers send")
struct SmokeTests {
    @Test("Every input of the corpora keeps what its target promises", arguments: FuzzTarget.all.map(\.name))
    func corpus(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let inputs = try Corpus(of: target).inputs
        #expect(inputs.count >= 5, "a corpus that is worth mutating")
        for input in inputs {
            do { try target.check(input.bytes) } catch { Issue.record("Corpora/\(name)/\(input.name): \(error)") }
        }
    }

    @Test("Mutations of the corpora, from fixed seeds, keep it too", arguments: FuzzTarget.all.map(\.name))
    func mutations(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        var mutator = Mutator(seed: 1, inputs: try Corpus(of: target).inputs.map(\.bytes))
        // By count for a seed to be the same run anywhere; by time so that a slow machine ends too.
        let end = ContinuousClock.now + .seconds(4)
        for _ in 0..<5000 where ContinuousClock.now < end {
            let input = mutator.next()
            let began = ContinuousClock.now
            do {
                try target.check(input)
                let took = began.duration(to: .now)
                if took > .seconds(3) { throw Violation("it took \(took)") }
            } catch {
                Issue.record("\(error): \(Data(input).base64EncodedString())")
                // The first is enough to begin with.
                return
            }
        }
    }

    @Test("Every corpus has its target")
    func noOrphans() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Corpus.folder.path)
        #expect(Set(folders) == Set(FuzzTarget.all.map(\.name)))
    }

    @Test("Every message that a client may send is fuzzed")
    func everyRequest() throws {
        var requests: Set<String> = []
        for set in [InvitationDescriptors.fileDescriptorSet(), DescribedFiles.ofRPCServices()] {
            var reader = SchemaReader()
            for bytes in try reader.files(ofSet: set) {
                for service in try reader.file(bytes).services { requests.formUnion(service.methods.map(\.request)) }
            }
        }
        #expect(Set(RequestMessages.all.map { $0.fullName }) == requests)
    }
}
