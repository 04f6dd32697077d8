// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Foundation
import KafkaClient
import ReadModel

@main
struct Main {
    static func main() throws {
        let args = CommandLine.arguments
        let settings = try KafkaSettings(bootstrap: args[2])
        let kind = BenchData.Kind(rawValue: args[3])!
        switch args[1] {
        case "load": try BenchData(kind: kind, events: Int(args[4])!).load(into: kind.topic, settings: settings, partitions: 2)
        case "read": print(try BenchSteps.read(topic: kind.topic, settings: settings, plan: nil).json)
        case "decode", "pipeline":
            let r = ProjectionReader.read(files: [("bench.yaml", kind.projection(topic: kind.topic))])
            for d in r.diagnostics { print(d) }
            let p = r.projections[0]
            if args[1] == "decode" {
                print(try BenchSteps.read(topic: kind.topic, settings: settings, plan: ModelWriter.plans(of: p)[0]).json)
            } else {
                let folder = "/tmp/bench-\(ProcessInfo.processInfo.processIdentifier)"
                print(try BenchSteps.pipeline(projection: p, settings: settings, folder: folder).json)
                try FileManager.default.removeItem(atPath: folder)
            }
        default: break
        }
    }
}
