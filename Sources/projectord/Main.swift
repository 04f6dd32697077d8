// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Glibc
internal import KafkaClient

/// The command's entry: its arguments in, its exit code out.
@main
struct Main {
    static func main() {
        // What it writes is for its owner alone: read models hold other services' data.
        umask(0o077)
        KafkaMemory.limitArenas()
        let code = Dispatcher(environment: ProcessInfo.processInfo.environment)
            .run(Array(CommandLine.arguments.dropFirst()))
        exit(code.rawValue)
    }
}
