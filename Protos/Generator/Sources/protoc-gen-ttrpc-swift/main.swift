import GeneratorCore
import SwiftProtobufPluginLibrary

Generator.main()
