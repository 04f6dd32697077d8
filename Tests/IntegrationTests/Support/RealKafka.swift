// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient

/// The Kafka that the tests share: `PROJECTORD_TEST_KAFKA`, else the tests' own.
enum RealKafka {
    enum Found: Sendable {
        case at(String)
        case nowhere
        case failed(String)
    }

    /// Whether the tests are to run: without any Kafka they are skipped, with one that does not start they fail.
    static var isThere: Bool {
        if case .nowhere = found { return false }
        return true
    }

    static func bootstrap() throws -> String {
        switch found {
        case .at(let address): return address
        case .nowhere: throw TestFailure("there is no Kafka")
        case .failed(let reason): throw TestFailure(reason)
        }
    }

    static func settings() throws -> KafkaSettings { try KafkaSettings(bootstrap: bootstrap()) }

    private static let found: Found = {
        if let given = ProcessInfo.processInfo.environment["PROJECTORD_TEST_KAFKA"], !given.isEmpty {
            return .at(given)
        }
        do {
            return .at(try OwnBroker.shared().bootstrap)
        } catch is OwnBroker.Absent {
            print("SKIPPED: the tests on a real Kafka: there is none (see scripts/kafka)")
            return .nowhere
        } catch {
            return .failed("\(error)")
        }
    }()
}
