// swift-tools-version: 6.2
// The protoc plugin that writes the Swift of the contract. A package of its own: who builds the server does not pay for it.
import PackageDescription

/// Every target is built with the same settings as the house.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let plugin = Target.Dependency.product(name: "SwiftProtobufPluginLibrary", package: "swift-protobuf")

let package = Package(
    name: "generator",
    products: [.executable(name: "protoc-gen-ttrpc-swift", targets: ["protoc-gen-ttrpc-swift"])],
    dependencies: [.package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0")],
    targets: [
        // Parse, translate, render: descriptors in, source text out.
        .target(name: "GeneratorCore", dependencies: [plugin], swiftSettings: house),
        // protoc talks to it on stdin and stdout: a main and nothing else.
        .executableTarget(name: "protoc-gen-ttrpc-swift", dependencies: ["GeneratorCore", plugin], swiftSettings: house),
        // One golden file per schema shape.
        .testTarget(
            name: "GeneratorCoreTests", dependencies: ["GeneratorCore", plugin], exclude: ["Fixtures", "Golden"], swiftSettings: house),
    ]
)
